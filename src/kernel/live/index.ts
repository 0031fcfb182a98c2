export { Live, type Notice } from './live.ts';
