import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorDocument } from './error-page.tsx';
import { frameRoutes } from './frame.routes.ts';
import { createFrame } from './frame.ts';
import { defineChores } from './kernel/chores.ts';
import { fileRoutes } from './kernel/files/index.ts';
import { type App, createServer } from './kernel/http/index.ts';
import type { Kernel } from './kernel/kernel.ts';
import { metricsRoutes } from './kernel/metrics/index.ts';
import type { Module } from './kernel/module.ts';
import { casesModule } from './modules/cases/index.ts';
import { competitionsModule } from './modules/competitions/index.ts';
import { consultationsModule } from './modules/consultations/index.ts';
import { liaisonModule } from './modules/liaison/index.ts';
import { identify, peopleModule } from './modules/people/index.ts';
import { surveysModule } from './modules/surveys/index.ts';

/** The only list of modules. */
export const modules: readonly Module[] = [
  peopleModule,
  casesModule,
  liaisonModule,
  competitionsModule,
  surveysModule,
  consultationsModule,
];

/** Registers subscribers, jobs and kinds of every module. Once a process, before the kernel starts. */
export async function wireModules(k: Kernel): Promise<void> {
  defineChores(k);
  for (const module of modules) await module.wire?.(k);
}

/** The server with every route, not listening. */
export async function createApp(k: Kernel): Promise<App> {
  const manifest = JSON.parse(readFileSync(path.join(k.root, 'dist/assets/manifest.json'), 'utf8')) as Record<
    string,
    string
  >;
  const frame = createFrame(k, modules, manifest, identify);
  const app = await createServer(k, (request, reply, error, reference) =>
    errorDocument(k, frame, { request, reply }, error, reference),
  );
  app.decorate('frame', frame);
  frameRoutes(app, k);
  metricsRoutes(app, k);
  // Before the modules: it lets all of them read forms with files.
  await fileRoutes(app, k.files);
  for (const module of modules) await module.routes?.(app, k);
  return app;
}
