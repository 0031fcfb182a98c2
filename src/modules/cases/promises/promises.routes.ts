import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { keepPromiseAt, showPromise, showPromises } from './promise-handlers.tsx';

/** 答应的事 at the desk of whoever promised them. */
export function promiseRoutes(app: App, k: Kernel): void {
  app.get('/desk/promises', (request, reply) => showPromises(k, request, reply));
  app.get<{ Params: { id: string } }>('/desk/promises/:id', (request, reply) =>
    showPromise(k, request, reply, request.params.id),
  );
  app.post<{ Params: { id: string } }>('/desk/promises/:id', (request, reply) =>
    keepPromiseAt(k, request, reply, request.params.id),
  );
}
