// Follows changes with graphql-ws and graphql-sse and prints what came, as JSON.
// Arguments: URL, token, source. It says "listening" for one item to be pushed and "live" for two more, and reads a line when that is done.
import { createClient as createSocketClient } from 'graphql-ws';
import { createClient as createStreamClient } from 'graphql-sse';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const [url, token, source] = process.argv.slice(2);
const socketUrl = url.replace(/^http/, 'ws');
const authorization = `Bearer ${token}`;
const query = `subscription ($source: ID) {
  catalogueChanged(source: $source, after: 0) { position kind offerKind revision source { id } offer { id title } course { title } }
}`;
const request = { query, variables: { source } };

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = text => process.stdout.write(`${text}\n`);

// Takes so many results of a client, and calls "first" for the first one.
const take = (client, count, first) => new Promise((resolve, reject) => {
  const results = [];
  const stop = client.subscribe(request, {
    next: result => {
      results.push(result);
      if (results.length === 1) first();
      if (results.length === count) { stop(); resolve(results); }
    },
    error: error => reject(error instanceof Error ? error : new Error(JSON.stringify(error))),
    complete: () => resolve(results),
  });
});

// A raw connection, for what no client does on purpose.
const closing = (protocols, headers, ...messages) => new Promise((resolve, reject) => {
  const socket = new WebSocket(socketUrl, protocols, { headers });
  let sent = 0;
  socket.on('open', () => { if (messages.length) socket.send(messages[sent++]); });
  socket.on('message', () => { if (sent < messages.length) socket.send(messages[sent++]); });
  socket.on('close', (code, reason) => resolve({ code, reason: `${reason}` }));
  socket.on('error', reject);
});

// Reads events of a stream as they come over the wire.
const events = async (headers, count, first = () => {}) => {
  const cut = new AbortController();
  const response = await fetch(url, {
    method: 'POST', signal: cut.signal, body: JSON.stringify(request),
    headers: { authorization, 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
  });
  const found = [];
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const parts = Object.fromEntries(block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
      if (parts.event !== 'next') continue;
      found.push({ id: parts.id, result: JSON.parse(parts.data) });
      if (found.length === 1) first();
    }
    if (found.length >= count) break;
  }
  cut.abort();
  return found.slice(0, count);
};

const clients = {
  socketHeader: createSocketClient({
    url: socketUrl, retryAttempts: 0, lazy: true,
    webSocketImpl: class extends WebSocket { constructor(address, protocols) { super(address, protocols, { headers: { authorization } }); } },
  }),
  socketPayload: createSocketClient({ url: socketUrl, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { Authorization: authorization } }),
  stream: createStreamClient({ url, retryAttempts: 0, headers: { authorization } }),
};

// A query goes over each of them too; once it is answered, the connection is known to work.
const once = client => new Promise((resolve, reject) => {
  let answer;
  client.subscribe({ query: '{ __typename }' }, { next: result => { answer = result; }, error: reject, complete: () => resolve(answer) });
});

const report = { queries: {}, heard: {}, closed: {} };
for (const [name, client] of Object.entries(clients)) report.queries[name] = await once(client);

const init = '{"type":"connection_init"}';
const start = JSON.stringify({ id: '1', type: 'subscribe', payload: request });
const protocol = ['graphql-transport-ws'];
const header = { authorization };
const badInit = '{"type":"connection_init","payload":{"Authorization":"Bearer x"}}';
const closings = {
  noJson: closing(protocol, header, '{'),
  unknownType: closing(protocol, header, '{"type":"start"}'),
  noToken: closing(protocol, {}, init),
  wrongToken: closing(protocol, {}, badInit),
  subscribeFirst: closing(protocol, header, start),
  noProtocol: closing([], header),
  silent: closing(protocol, header),
  secondInit: closing(protocol, header, init, init),
};

let heardOnce = 0;
let allLive;
const live = new Promise(resolve => { allLive = resolve; });
const first = () => { if (++heardOnce === 4) allLive(); };
const listening = Promise.all([
  take(clients.socketHeader, 3, first), take(clients.socketPayload, 3, first), take(clients.stream, 3, first), events({}, 3, first),
]);
say('listening');
await lines.next();
await Promise.race([live, listening]);
// An id may be used again only when its operation has ended; this one goes on, and its first event comes before the second message.
closings.sameId = closing(protocol, header, init, start, start);
say('live');
await lines.next();
const [socketHeader, socketPayload, stream, wire] = await listening;
Object.assign(report.heard, { socketHeader, socketPayload, stream, wire });
for (const [name, closed] of Object.entries(closings)) report.closed[name] = await closed;

// Behind the first event come the others, and nothing twice.
report.heard.resumed = await events({ 'last-event-id': wire[0].id }, 2);
say(JSON.stringify(report));
for (const client of Object.values(clients)) await client.dispose();
process.exit(0);
