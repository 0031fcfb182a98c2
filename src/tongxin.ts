import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { modules, wireModules } from './app.ts';
import { auditCommands } from './kernel/audit/index.ts';
import { backupCommands } from './kernel/backup/index.ts';
import { ConfigError, readConfig } from './kernel/config/index.ts';
import { EmbeddedError } from './kernel/db/embedded/index.ts';
import { AppError } from './kernel/errors/index.ts';
import { openKernel } from './kernel/kernel.ts';
import type { WithKernel } from './kernel/module.ts';
import { settingsCommands } from './operator-commands.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Opens the configured database, sharing the embedded one of a running server, and closes it after the command. */
const withKernel: WithKernel = async (work) => {
  const config = readConfig({ LOG_LEVEL: 'warn', DATABASE_POOL: '4', ...process.env });
  const k = await openKernel(config, { root, shareDatabase: true });
  try {
    await wireModules(k);
    await k.jobs.start({ work: false });
    return await work(k);
  } finally {
    await k.stop();
  }
};

/** One JSON object on standard output and nothing else there, for programs; the same in words on standard error. */
function failure(error: unknown): { code: string; message: string; params?: unknown } {
  if (error instanceof AppError) return { code: error.code, message: error.message, params: error.params };
  return { code: (error as { code?: string }).code ?? 'error', message: (error as Error).message };
}

const program = new Command('tongxin')
  .description("Tongxin: the operator's commands")
  .showHelpAfterError()
  .exitOverride();
settingsCommands(program, withKernel);
auditCommands(program, withKernel);
backupCommands(program, withKernel, root);
for (const module of modules) module.commands?.(program, withKernel);
for (const command of allCommands(program)) command.exitOverride();

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((inner) => [inner, ...allCommands(inner)]);
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else {
    const plain = error instanceof ConfigError || error instanceof EmbeddedError || error instanceof AppError;
    if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: failure(error) })}\n`);
    process.stderr.write(`${plain || !process.env.DEBUG ? (error as Error).message : (error as Error).stack}\n`);
    process.exitCode = 1;
  }
}
