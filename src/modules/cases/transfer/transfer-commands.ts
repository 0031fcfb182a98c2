import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { WithKernel } from '../../../kernel/module.ts';
import { systemActor } from '../../people/index.ts';
import { fields } from './columns.ts';
import { type ImportReport, importCases } from './import-cases.ts';

type Options = {
  mapping?: string;
  sheet?: string;
  source?: string;
  department?: string;
  dryRun?: boolean;
  allOrNothing?: boolean;
  json?: boolean;
};

const mappingShape = z.partialRecord(z.enum(fields), z.string());

/** `tongxin import cases FILE`. Exit status 1 where rows were refused. */
export function importCommand(program: Command, withKernel: WithKernel): void {
  const parent =
    program.commands.find((command) => command.name() === 'import') ??
    program.command('import').description('bring in data of other systems');
  parent
    .command('cases <file>')
    .description('letters with their answers, from XLSX or CSV (UTF-8, GB18030)')
    .option('--mapping <file>', `JSON object: field to heading; fields: ${fields.join(', ')}`)
    .option('--sheet <name>', 'sheet of the workbook; default the first')
    .option('--source <name>', "what the rows' own numbers are unique within", 'import')
    .option('--department <code>', 'for rows that name no department; default the hotline office')
    .option('--dry-run', 'check everything, write nothing')
    .option('--all-or-nothing', 'one bad row and nothing is taken in')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: Options) => {
      const mapping = options.mapping
        ? mappingShape.parse(JSON.parse(await readFile(options.mapping, 'utf8')))
        : undefined;
      const progress = (rows: number) => process.stderr.isTTY && process.stderr.write(`\r${rows} rows`);
      await withKernel(async (k) => {
        const { json, mapping: _file, ...rest } = options;
        const report = await importCases(k, systemActor, file, {
          ...rest,
          ...(mapping ? { mapping } : {}),
          onProgress: progress,
        });
        if (process.stderr.isTTY) process.stderr.write('\n');
        process.stdout.write(json ? `${JSON.stringify(asJson(k, report))}\n` : inWords(k, report));
        if (report.rejected.length > 0) process.exitCode = 1;
      });
    });
}

const listed = 200;

function reasons(k: Kernel, report: ImportReport): { line: number; reason: string }[] {
  const t = k.i18n.t('en');
  return report.rejected.slice(0, listed).map(({ line, reason, params }) => ({ line, reason: t(reason, params) }));
}

function asJson(k: Kernel, report: ImportReport) {
  const { rows, imported, unchanged, seconds, mapping } = report;
  return {
    rows,
    imported,
    unchanged,
    rejected: report.rejected.length,
    seconds,
    mapping,
    rejections: reasons(k, report),
  };
}

function inWords(k: Kernel, report: ImportReport): string {
  const lines = [
    `${report.rows} rows: ${report.imported} imported, ${report.unchanged} unchanged, ${report.rejected.length} rejected, in ${report.seconds} s`,
  ];
  for (const { line, reason } of reasons(k, report)) lines.push(`  line ${line}: ${reason}`);
  if (report.rejected.length > listed) lines.push(`  ... and ${report.rejected.length - listed} more`);
  return `${lines.join('\n')}\n`;
}
