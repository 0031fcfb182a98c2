import type { Channel } from './channels.ts';

/**
 * A kind of notification, `cases.replied`. Its words are the messages `cases.notify.replied.title`, `.text` and `.sms`;
 * the words of its group, on the page of preferences, are `cases.notify.group.mine` for the group `cases.mine`.
 */
export type KindDeclaration = {
  kind: string;
  /** kinds that a person turns on and off together */
  group: string;
  /** cannot be turned off: a law or the matter itself demands that the person hears of it */
  mandatory?: boolean;
  /** channels that are on unless a person says otherwise; default email and push, and sms for whoever has no e-mail */
  channels?: readonly Channel[];
};

export class Kinds {
  readonly #kinds = new Map<string, KindDeclaration>();

  declare(kinds: readonly KindDeclaration[]): void {
    for (const declaration of kinds) {
      if (!/^[a-z0-9_]+(\.[a-z0-9_]+)+$/.test(declaration.kind))
        throw new Error(`not a kind of notification: ${declaration.kind}`);
      if (this.#kinds.has(declaration.kind)) throw new Error(`the notification ${declaration.kind} is declared twice`);
      this.#kinds.set(declaration.kind, declaration);
    }
  }

  /** @throws Error for a kind nobody declared */
  get(kind: string): KindDeclaration {
    const found = this.#kinds.get(kind);
    if (!found) throw new Error(`no notification ${kind} is declared`);
    return found;
  }

  all(): KindDeclaration[] {
    return [...this.#kinds.values()];
  }

  /** Groups in the order of their first kind; mandatory where every kind in it is. */
  groups(): { group: string; label: string; mandatory: boolean }[] {
    const groups = new Map<string, { group: string; label: string; mandatory: boolean }>();
    for (const { group, mandatory = false } of this.#kinds.values()) {
      const known = groups.get(group);
      if (known) known.mandatory &&= mandatory;
      else groups.set(group, { group, label: messageKey(group, 'group'), mandatory });
    }
    return [...groups.values()];
  }
}

/** `cases.replied` → `cases.notify.replied`; with `under` `group`, `cases.mine` → `cases.notify.group.mine`. */
export function messageKey(kind: string, under?: 'group'): string {
  const dot = kind.indexOf('.');
  return `${kind.slice(0, dot)}.notify.${under ? `${under}.` : ''}${kind.slice(dot + 1)}`;
}
