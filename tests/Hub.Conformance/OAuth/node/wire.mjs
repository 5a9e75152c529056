// Requests exactly as they are wanted: headers twice, other addresses, certificates. No library stands between.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import http2 from 'node:http2';

export const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
export const issuer = config.issuer;
const ca = readFileSync(config.ca);
const agents = new Map();

/** A certificate of the folder, to call with. */
export const certificate = name => ({ name, cert: readFileSync(`${config.folder}/${name}.pem`), key: readFileSync(`${config.folder}/${name}.key`) });

export function send(url, { method = 'POST', headers = [], body, cert, from } = {}) {
  const id = `${cert?.name} ${from}`;
  if (!agents.has(id))
    agents.set(id, new https.Agent({ ca, cert: cert?.cert, key: cert?.key, keepAlive: true, localAddress: from }));
  return new Promise((resolve, reject) => {
    const request = https.request(url, { method, agent: agents.get(id) }, response => {
      const chunks = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        let json;
        try { json = JSON.parse(text); } catch { json = undefined; }
        resolve({ status: response.statusCode, headers: response.headers, text, json });
      });
    });
    request.on('error', reject);
    // Set all values of a name at once: Node.js would join or replace those set one by one.
    const all = new Map();
    for (const [name, value] of headers)
      all.set(name, [...(all.get(name) ?? []), value]);
    for (const [name, values] of all)
      request.setHeader(name, values.length === 1 ? values[0] : values);
    request.end(body);
  });
}

/** Posts parameters, pairs or an object, as a form. */
export const post = (url, form, { headers = [], type = 'application/x-www-form-urlencoded', ...more } = {}) =>
  send(url, { ...more, headers: [['content-type', type], ...headers], body: typeof form === 'string' ? form : new URLSearchParams(form).toString() });

export const tokenUrl = issuer + '/connect/token';
export const introspectUrl = issuer + '/connect/introspect';
export const revokeUrl = issuer + '/connect/revoke';
export const graphql = issuer + '/graphql';
export const grpcResource = issuer + '/grpc';

/** application/x-www-form-urlencoded, which RFC 6749, section 2.3.1 wants inside Basic. */
export const encode = text => new URLSearchParams({ a: text }).toString().slice(2);
export const basic = (id, secret) => ['authorization', 'Basic ' + Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')];
export const rawBasic = bytes => ['authorization', 'Basic ' + Buffer.from(bytes).toString('base64')];
export const grant = { grant_type: 'client_credentials' };

export const byPost = (client, more = {}, options = {}) =>
  post(tokenUrl, { ...grant, client_id: client.id, client_secret: client.secret, ...more }, options);

/** An access token, or the refusal as an exception. */
export async function tokenOf(client, more = {}, options = {}) {
  const answer = await byPost(client, more, options);
  if (answer.status !== 200)
    throw new Error(`no token: ${answer.status} ${answer.text}`);
  return answer.json.access_token;
}

export const ask = (headers, { url = graphql, query = '{ participants(first: 1) { totalCount } }', method = 'POST', ...more } = {}) =>
  method === 'POST'
    ? send(url, { ...more, headers: [['content-type', 'application/json'], ...headers], body: JSON.stringify({ query }) })
    : send(`${url}?query=${encodeURIComponent(query)}`, { ...more, method, headers });

export const bearer = token => ['authorization', `Bearer ${token}`];

/** A gRPC call of one message; `until` is asked after each message whether to go on, and may end the call. */
export function grpc(method, headers = {}, { message = Buffer.alloc(0), url = issuer, cert, onMessage, patience = 15_000 } = {}) {
  return new Promise((resolve, reject) => {
    const session = http2.connect(url, { ca, cert: cert?.cert, key: cert?.key });
    session.on('error', reject);
    const call = session.request({ ':method': 'POST', ':path': '/' + method, 'content-type': 'application/grpc', te: 'trailers', ...headers });
    const answer = { headers: {}, trailers: {}, messages: 0 };
    const end = () => {
      session.close();
      const all = { ...answer.headers, ...answer.trailers };
      resolve({ ...answer, status: Number(all['grpc-status']), all });
    };
    call.setTimeout(patience, () => { session.destroy(); reject(new Error(`${method} did not end within ${patience} ms`)); });
    call.on('response', got => { answer.headers = got; });
    call.on('trailers', got => { answer.trailers = got; });
    call.on('data', () => { answer.messages++; onMessage?.(); });
    call.on('error', reject);
    call.on('end', end);
    const frame = Buffer.alloc(5 + message.length);
    frame.writeUInt32BE(message.length, 1);
    message.copy(frame, 5);
    call.end(frame);
  });
}

export const feedState = (headers, options) => grpc('hub.feed.v1.ChangeFeedService/GetFeedState', headers, options);
