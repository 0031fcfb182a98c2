export type { Adapters } from './adapters.ts';
export { type Channel, channels, DeliveryError, type PushSubscription, type Recipient } from './channels.ts';
export type { KindDeclaration } from './kinds.ts';
export type { LoopbackMessage } from './loopback.ts';
export { type DirectMessage, type InboxItem, type Notification, Notify, type NotifyOptions, type NotifyTo } from './notify.ts';
export { callOut, isCallable, isPublicAddress, RefusedAddress } from './outgoing.ts';
export { type Preference, preferenceSchema } from './preference.ts';
export { type NotifyParam, type NotifyParams } from './words.ts';
