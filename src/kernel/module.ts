import type { Command } from 'commander';
import type { App } from './http/index.ts';
import type { Kernel } from './kernel.ts';

/** A link that a module adds to the frame of pages. */
export type NavEntry = {
  href: string;
  /** addresses of other pages that stand under it */
  also?: readonly string[];
  /** message key of its words */
  label: string;
  /** main: masthead; tab: bottom bar on phones; foot: footer; staff: the staff's bar; admin: the administrator's list */
  place: 'main' | 'tab' | 'foot' | 'staff' | 'admin';
  icon?: string;
  order: number;
  /** staff and admin: shown to whoever has one of these roles */
  roles?: readonly string[];
  /** staff: shown as well to whoever this is true of, whatever their roles; asked only where the roles do not do */
  who?: (k: Kernel, accountId: string) => Promise<boolean>;
};

/** Opens the kernel for one command and closes it afterwards. */
export type WithKernel = <R>(work: (k: Kernel) => Promise<R>) => Promise<R>;

/** What a module gives to the app; `src/app.ts` has the only list of them. */
export type Module = {
  name: string;
  nav?: readonly NavEntry[];
  /** routes of the web process */
  routes?: (app: App, k: Kernel) => void | Promise<void>;
  /** outbox subscribers, job handlers, notification kinds, cache invalidation: in every process, before start */
  wire?: (k: Kernel) => void | Promise<void>;
  /** operator's commands */
  commands?: (program: Command, withKernel: WithKernel) => void;
  /** fills the demo city; called in order of the list, once, on an empty database */
  demo?: (k: Kernel) => Promise<unknown>;
};
