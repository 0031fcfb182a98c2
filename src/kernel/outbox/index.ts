export { sendNotice } from './outbox.queries.ts';
export { type AppEvent, type DeliveredEvent, Outbox, type Subscriber } from './outbox.ts';
