import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { WithKernel } from '../../../kernel/module.ts';
import type { TreeReport } from '../../../kernel/sheets/index.ts';
import { systemActor } from '../actor.ts';
import { departmentFields, importDepartments } from './departments/import-departments.ts';

type Options = { mapping?: string; dryRun?: boolean; allOrNothing?: boolean; json?: boolean };

/** A table of entries that hang on each other, as an operator brings it in. */
export type TreeCommand<F extends string> = {
  name: string;
  description: string;
  fields: readonly F[];
  run: (
    k: Kernel,
    file: string,
    options: { mapping?: Partial<Record<F, string>>; dryRun?: boolean; allOrNothing?: boolean },
  ) => Promise<TreeReport<F>>;
};

/** `tongxin import NAME FILE`. Exit status 1 where rows were refused. */
export function treeImportCommand<F extends string>(
  program: Command,
  withKernel: WithKernel,
  { name, description, fields, run }: TreeCommand<F>,
): void {
  const parent =
    program.commands.find((command) => command.name() === 'import') ??
    program.command('import').description('bring in data of other systems');
  parent
    .command(`${name} <file>`)
    .description(description)
    .option('--mapping <file>', `JSON object: field to heading; fields: ${fields.join(', ')}`)
    .option('--dry-run', 'check everything, write nothing')
    .option('--all-or-nothing', 'one bad row and nothing is taken in')
    .option('--json', 'print one JSON object')
    .action(async (file: string, { json, mapping, ...options }: Options) => {
      const shape = z.partialRecord(z.enum(fields as unknown as [F, ...F[]]), z.string());
      const given = mapping ? shape.parse(JSON.parse(await readFile(mapping, 'utf8'))) : undefined;
      await withKernel(async (k) => {
        const report = await run(k, file, {
          ...options,
          ...(given && { mapping: given as Partial<Record<F, string>> }),
        });
        process.stdout.write(json ? `${JSON.stringify(asJson(k, report))}\n` : inWords(k, report));
        if (report.rejected.length > 0) process.exitCode = 1;
      });
    });
}

const listed = 200;

function reasons(k: Kernel, report: TreeReport<string>): { line: number; reason: string }[] {
  const t = k.i18n.t('en');
  return report.rejected.slice(0, listed).map(({ line, reason, params }) => ({ line, reason: t(reason, params) }));
}

function asJson(k: Kernel, { rejected, ...report }: TreeReport<string>) {
  return { ...report, rejected: rejected.length, rejections: reasons(k, { ...report, rejected }) };
}

function inWords(k: Kernel, report: TreeReport<string>): string {
  const { rows, imported, changed, unchanged, rejected, seconds } = report;
  const lines = [
    `${rows} rows: ${imported} imported, ${changed} changed, ${unchanged} unchanged, ${rejected.length} rejected, in ${seconds} s`,
    ...reasons(k, report).map(({ line, reason }) => `  line ${line}: ${reason}`),
  ];
  if (rejected.length > listed) lines.push(`  ... and ${rejected.length - listed} more`);
  return `${lines.join('\n')}\n`;
}

/** `tongxin import departments FILE`. */
export function departmentCommands(program: Command, withKernel: WithKernel): void {
  treeImportCommand(program, withKernel, {
    name: 'departments',
    description: 'departments as a tree, from XLSX or CSV (UTF-8, GB18030); known by their codes',
    fields: departmentFields,
    run: (k, file, options) => importDepartments(k, systemActor, file, options),
  });
}
