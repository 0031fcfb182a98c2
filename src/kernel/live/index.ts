export { Live, type Notice, noticeOnCommit } from './live.ts';
