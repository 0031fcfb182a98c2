import { type Command, InvalidArgumentError } from 'commander';
import { evalRoutingFiles, type RoutingEvaluation } from '../routing/evaluate-routing.ts';
import { evalHotTopicsFile, type HotTopicsEvaluation } from '../topics/index.ts';

type HotTopicsOptions = { top: number; json?: boolean };
type RoutingOptions = { train: string; test: string; json?: boolean };

/**
 * `tongxin eval`: measures what learns or counts, on files. No database is opened. Figures go to standard output (with
 * --json one object and nothing else), what is under way to standard error.
 */
export function evalCommands(program: Command): void {
  const parent =
    program.commands.find((command) => command.name() === 'eval') ??
    program.command('eval').description('measure what learns or counts, on files; needs no database');
  parent
    .command('hot-topics <file>')
    .description('the matters that several people wrote about at the same place, from an XLSX or CSV of messages')
    .option('--top <n>', 'how many topics, the hottest first', wholeNumber, 10)
    .option('--json', 'print one JSON object')
    .action(async (file: string, { top, json }: HotTopicsOptions) => {
      say(`Reading ${file} ...`);
      const onRead = (messages: number) => say(`Finding topics in ${messages} messages ...`);
      const found = await evalHotTopicsFile(file, { top, onRead });
      process.stdout.write(json ? `${JSON.stringify(found)}\n` : topicsInWords(found));
    });
  parent
    .command('routing')
    .description('how often the suggested category is right: trains on one JSONL file, measures on another')
    .requiredOption('--train <file>', 'rows {"text", "category"} to learn from')
    .requiredOption('--test <file>', 'rows {"text", "category"} to measure on')
    .option('--json', 'print one JSON object')
    .action(async ({ train, test, json }: RoutingOptions) => {
      say(`Training on ${train}, then measuring on ${test} ...`);
      const figures = await evalRoutingFiles(train, test);
      process.stdout.write(json ? `${JSON.stringify(figures)}\n` : routingInWords(figures));
    });
}

const mostTopics = 10_000;

function wholeNumber(text: string): number {
  const n = Number(text);
  if (!/^\d+$/.test(text) || n < 1 || n > mostTopics)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${mostTopics}.`);
  return n;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const day = (iso: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(new Date(iso));

function topicsInWords(found: HotTopicsEvaluation): string {
  const lines = [`${found.rows} messages, ${found.seconds} s, at most ${found.peak_mb} MB`, ''];
  for (const topic of found.topics) {
    lines.push(
      `${String(topic.rank).padStart(3)}  ${topic.title}`,
      `     ${topic.place ?? '-'} | heat ${topic.heat} | ${topic.people} people, ${topic.members.length} messages, ${topic.support} support, ${topic.follows} follow`,
      `     ${day(topic.from)} to ${day(topic.to)} (${topic.days} days) | ${topic.keywords.join(' ')}`,
      `     ${topic.members.slice(0, 12).join(' ')}${topic.members.length > 12 ? ' ...' : ''}`,
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}

function routingInWords(figures: RoutingEvaluation): string {
  const { per_label, ...whole } = figures;
  const lines = Object.entries(whole).map(([name, value]) => `${name.padEnd(18)} ${shown(value)}`);
  lines.push('', 'precision  recall      f1  messages  category');
  for (const [label, { precision, recall, f1, support }] of Object.entries(per_label)) {
    const figure = (value: number, width: number) => value.toFixed(3).padStart(width);
    lines.push(
      `${figure(precision, 9)} ${figure(recall, 7)} ${figure(f1, 7)} ${String(support).padStart(9)}  ${label}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const shown = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(3));
