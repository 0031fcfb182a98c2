import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, configSchema, readConfig } from './config.ts';

const operating = readFileSync(join(import.meta.dirname, '../../../docs/operating.md'), 'utf8');

/** The table of docs/operating.md, made from the schema. */
function settingsTable(): string {
  const defaults = configSchema.parse({}) as Record<string, unknown>;
  const lines = Object.entries(configSchema.shape).map(([name, field]) => {
    const value = defaults[name];
    const shown =
      value === undefined
        ? ''
        : Array.isArray(value)
          ? value.join(',')
          : typeof value === 'boolean'
            ? Number(value)
            : String(value);
    return `| \`${name}\` | ${shown === '' ? '' : `\`${shown}\``} | ${field.description ?? ''} |`;
  });
  return ['| name | default | what |', '|---|---|---|', ...lines].join('\n');
}

describe('the configuration', () => {
  it('is listed in docs/operating.md, every setting with its default', () => {
    const listed = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(operating)?.[1];
    expect(listed).toBe(settingsTable());
  });

  it('names every wrong field at once', () => {
    expect(() => readConfig({ PORT: 'many', LOG_LEVEL: 'loud', TIME_ZONE: 'Asia/Shanghai' })).toThrow(ConfigError);
    try {
      readConfig({ PORT: 'many', LOG_LEVEL: 'loud' });
    } catch (error) {
      expect((error as ConfigError).problems.map((problem) => problem.split(':')[0])).toEqual(['PORT', 'LOG_LEVEL']);
    }
  });

  it('refuses a time zone that does not exist, and S3 without keys', () => {
    expect(() => readConfig({ TIME_ZONE: 'Mars/Olympus' })).toThrow(/TIME_ZONE/);
    expect(() => readConfig({ S3_URL: 'https://s3.example.test/b' })).toThrow(/S3_KEY/);
  });

  it('takes empty variables for unset', () => {
    const config = readConfig({ PORT: '', DATABASE_URL: '' });
    expect([config.PORT, config.DATABASE_URL]).toEqual([8180, undefined]);
  });
});
