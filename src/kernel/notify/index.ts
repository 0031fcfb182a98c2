export { type Channel, channels, type PushSubscription, type Recipient } from './channels.ts';
export type { KindDeclaration } from './kinds.ts';
export type { LoopbackMessage } from './loopback.ts';
export { type DirectMessage, type InboxItem, type Notification, Notify } from './notify.ts';
export { callOut } from './outgoing.ts';
export { type Preference, preferenceSchema } from './preference.ts';
export type { NotifyParams } from './words.ts';
