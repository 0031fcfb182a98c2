import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { bePatient, onClientError } from './patience.ts';

let stop: (() => void) | undefined;
afterEach(() => stop?.());

/** Sends the body of a request bit by bit, far more slowly than requests may be. */
async function sendSlowly(prepare: (request: IncomingMessage) => void): Promise<string> {
  const server = createServer(
    { requestTimeout: 200, headersTimeout: 200, connectionsCheckingInterval: 50 },
    (request, response) => {
      prepare(request);
      let size = 0;
      request.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      request.on('end', () => response.end(`read ${size}`));
    },
  );
  server.on('clientError', onClientError as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  stop = () => {
    socket.destroy();
    server.close();
  };
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\nConnection: close\r\n\r\n');
  for (let at = 0; at < 8; at++) {
    await new Promise((resolve) => setTimeout(resolve, 80));
    if (!socket.destroyed) socket.write('x');
  }
  await closed;
  return answer;
}

it('a slow request is ended, unless patience was granted', async () => {
  expect(await sendSlowly(() => {})).toMatch(/^HTTP\/1.1 408 /);
  expect(await sendSlowly(bePatient)).toMatch(/read 8$/);
});
