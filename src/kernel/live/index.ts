export { Live, type Notice, noticeOnCommit } from './live.ts';
export { sendEvents } from './send-events.ts';
