import type { App } from './server.ts';

/** Registers the addresses of one part below `/api/v1`, with schemas whose descriptions are keys of messages. */
export type ApiPart = {
  /** tag of its operations; its words are `cases.api.tag.<tag>` and `cases.api.tag.<tag>_note` */
  tag: string;
  routes: (app: App) => void;
};

const offered = new WeakMap<object, ApiPart[]>();

/** Makes a part of the API for programs; in a module's `wire`, so that it is known before the API is made. */
export function offerApi(k: object, part: ApiPart): void {
  offered.set(k, [...(offered.get(k) ?? []), part]);
}

export function offeredApi(k: object): readonly ApiPart[] {
  return offered.get(k) ?? [];
}
