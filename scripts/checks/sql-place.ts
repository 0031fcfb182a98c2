import ts from 'typescript';
import type { Check } from './check.ts';
import { isTest, place, sources, visit } from './syntax.ts';

const BUILDERS = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto']);

/** SQL of a module stands in its `*.queries.ts`, so that whoever reviews it knows where all of it is. */
export const sqlPlace: Check = {
  name: 'sql',
  claim: 'SQL only in *.queries.ts (and the kernel, tests and factories)',
  run: () => sources('src').flatMap(sqlIn),
};

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
