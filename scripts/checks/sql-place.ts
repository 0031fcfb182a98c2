import { readdirSync } from 'node:fs';
import ts from 'typescript';
import type { Check } from './check.ts';
import { isTest, place, sources, visit } from './syntax.ts';

const TAKES_TABLE = /^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|from|using|table|\w*[jJ]oin)$/;
const BUILDERS = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto']);

/** SQL of a module stands in its `*.queries.ts`, so that whoever reviews it knows where all of it is. */
export const sqlPlace: Check = {
  name: 'sql',
  claim: 'SQL only in *.queries.ts (and the kernel, tests and factories), and only of the module it stands in',
  run: () => sources('src').flatMap((source) => [...sqlIn(source), ...foreignTables(source, moduleSchemas())]),
};

/** Each module has a schema of its name; tables of the kernel are everybody's. */
const moduleSchemas = () =>
  readdirSync('src/modules', { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));

/** Tables of another module: they are reached through what that module's index.ts offers. */
export function foreignTables(source: ts.SourceFile, schemas: readonly string[]): string[] {
  const { fileName } = source;
  const own = /^src\/modules\/([^/]+)\//.exec(fileName)?.[1];
  if (!own || isTest(fileName)) return [];
  const others = schemas.filter((schema) => schema !== own);
  if (others.length === 0) return [];
  const table = new RegExp(`\\b(${others.join('|')})\\.[a-z_]+\\b`);
  const problems: string[] = [];
  const see = (node: ts.Node, text: string) => {
    const found = table.exec(text)?.[0];
    if (found) problems.push(`${place(source, node)} reads ${found} of another module`);
  };
  visit(source, (node) => {
    if (ts.isTaggedTemplateExpression(node) && /^sql\b/.test(node.tag.getText(source))) {
      const { template } = node;
      const parts = ts.isNoSubstitutionTemplateLiteral(template)
        ? [template.text]
        : [template.head.text, ...template.templateSpans.map((span) => span.literal.text)];
      see(node, parts.join(' ? '));
    }
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const [first] = node.arguments;
    if (TAKES_TABLE.test(node.expression.name.text) && first && ts.isStringLiteralLike(first)) see(first, first.text);
  });
  return problems;
}

export function sqlIn(source: ts.SourceFile): string[] {
  const { fileName } = source;
  if (/\.(queries|factory)\.tsx?$/.test(fileName) || isTest(fileName) || fileName.startsWith('src/kernel/')) return [];
  const problems: string[] = [];
  visit(source, (node) => {
    if (ts.isTaggedTemplateExpression(node) && /^sql\b/.test(node.tag.getText(source))) {
      problems.push(`${place(source, node)} sql\`\``);
    }
    if (ts.isImportSpecifier(node) && (node.propertyName ?? node.name).text === 'sql') {
      problems.push(`${place(source, node)} imports sql`);
    }
    if (ts.isPropertyAccessExpression(node) && BUILDERS.has(node.name.text)) {
      problems.push(`${place(source, node)} ${node.name.text}`);
    }
    if (
      ts.isStringLiteralLike(node) &&
      /^\s*(select\s.+\sfrom|insert into|update\s\S+\sset|delete from)\s/i.test(node.text)
    ) {
      problems.push(`${place(source, node)} SQL in a text`);
    }
  });
  return problems;
}
