import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { ideasDeskRoutes } from './desk.routes.tsx';
import { mineRoutes } from './mine.routes.tsx';
import { publicIdeaRoutes } from './public.routes.tsx';

/** Calls for ideas: what everybody reads and writes, what an author sees, and the desk. */
export function ideaRoutes(app: App, k: Kernel): void {
  publicIdeaRoutes(app, k);
  mineRoutes(app, k);
  ideasDeskRoutes(app, k);
}
