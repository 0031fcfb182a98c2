import { configSchema } from './kernel/config/index.ts';

/** What `bin/start --help` says: every setting of the environment with its meaning, a line each. */
export function startHelp(): string {
  const settings = Object.entries(configSchema.shape);
  const width = Math.max(...settings.map(([name]) => name.length));
  const lines = settings.map(([name, field]) => `  ${name.padEnd(width)}  ${field.description ?? ''}`);
  return `Usage: bin/start\n\nServes until Ctrl-C. Settings, from the environment:\n\n${lines.join('\n')}\n`;
}
