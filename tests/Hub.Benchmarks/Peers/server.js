// node server.js yoga-jit|mercurius|yoga|apollo DATABASE PORT
import { createServer, Server } from "node:http";
import { driver } from "./database.js";
import { context, mercuriusLoaders, mercuriusRelations, relations, roots } from "./resolvers.js";
import { typeDefs } from "./schema.js";

const [, , peer, , portText] = process.argv;
const port = Number(portText);
const host = "127.0.0.1";

// A server that is busy for longer than this would hang up on requests that wait in the socket.
const listen = Server.prototype.listen;
Server.prototype.listen = function (...given) {
  this.keepAliveTimeout = 600_000;
  return listen.apply(this, given);
};

const resolvers = { ...roots, ...relations };

async function yoga(plugins) {
  const { createSchema, createYoga } = await import("graphql-yoga");
  const server = createYoga({ schema: createSchema({ typeDefs, resolvers }), context, plugins, logging: false, graphiql: false, landingPage: false, cors: false });
  await new Promise((ready) => createServer(server).listen(port, host, ready));
}

const start = {
  yoga: () => yoga([]),
  "yoga-jit": async () => yoga([(await import("@envelop/graphql-jit")).useGraphQlJit()]),
  mercurius: async () => {
    const { default: fastify } = await import("fastify");
    const { default: mercurius } = await import("mercurius");
    const app = fastify({ logger: false });
    app.register(mercurius, { schema: typeDefs, resolvers: { ...roots, ...mercuriusRelations }, loaders: mercuriusLoaders, jit: 1 });
    await app.listen({ port, host });
  },
  apollo: async () => {
    const { ApolloServer } = await import("@apollo/server");
    const { startStandaloneServer } = await import("@apollo/server/standalone");
    await startStandaloneServer(new ApolloServer({ typeDefs, resolvers }), { context: async () => context(), listen: { port, host } });
  },
};

await start[peer]();
console.log(`${peer} on Node ${process.versions.node} with ${driver}`);
