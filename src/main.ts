import path from 'node:path';
import { createApp, modules, wireModules } from './app.ts';
import { ConfigError, readConfig } from './kernel/config/index.ts';
import { EmbeddedError } from './kernel/db/embedded/index.ts';
import { type Kernel, openKernel } from './kernel/kernel.ts';
import { startHelp } from './start-help.ts';
import { welcome } from './welcome.ts';

const root = path.resolve(import.meta.dirname, '..');

async function start(): Promise<void> {
  const started = performance.now();
  const config = readConfig(process.env);
  const k = await openKernel(config, { root });
  try {
    await wireModules(k);
    if (config.DEMO) for (const module of modules) await module.demo?.(k);
    await k.start();
    const app = await createApp(k);
    if (config.ROLES.includes('web')) await app.listen({ port: config.PORT, host: config.HOST });
    stopOnSignal(k, () => app.close());
    await welcome(k, (performance.now() - started) / 1000);
  } catch (error) {
    await k.stop().catch(() => {});
    throw error;
  }
}

/** Ctrl-C or SIGTERM: no new requests, running ones are finished, then the database. A second signal leaves at once. */
function stopOnSignal(k: Kernel, close: () => Promise<unknown>): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    k.log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), 20_000).unref();
    try {
      await k.live.stop();
      await close();
      await k.stop();
      process.exit(0);
    } catch (error) {
      k.log.error({ err: error }, 'stopping failed');
      process.exit(1);
    }
  };
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('SIGTERM', () => void stop('SIGTERM'));
}

if (process.argv.includes('--help')) {
  process.stdout.write(startHelp());
  process.exit(0);
}

start().catch((error: unknown) => {
  const expected =
    error instanceof ConfigError ||
    error instanceof EmbeddedError ||
    (error as { code?: string }).code === 'EADDRINUSE';
  process.stderr.write(`${expected ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(error instanceof ConfigError ? 78 : 1);
});
