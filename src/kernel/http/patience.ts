import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const stillness_ms = 60_000;
const longest_ms = 60 * 60_000;

const patient = new WeakSet<object>();

/**
 * A film on a slow line takes longer than a request may otherwise: this one may go on as long as bytes keep coming, for an
 * hour at most.
 */
export function bePatient(request: IncomingMessage): void {
  const { socket } = request;
  // A request that was made up inside the process has no line to wait for.
  if (typeof socket.setTimeout !== 'function' || patient.has(socket)) return;
  patient.add(socket);
  const end = setTimeout(() => socket.destroy(), longest_ms).unref();
  socket.setTimeout(stillness_ms);
  const done = () => {
    if (!patient.delete(socket)) return;
    clearTimeout(end);
    socket.setTimeout(0);
  };
  request.once('end', done);
  request.once('close', done);
}

/** What happens to connections that no request can be read from, or that take too long. */
export function onClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // The server reports a slow request once; whoever was granted patience goes on.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && patient.has(socket)) return;
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? '408 Request Timeout'
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : '400 Bad Request';
  if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  socket.destroy(error);
}
