import ts from 'typescript';
import type { Check } from './check.ts';
import { declared, isTest, place, sources, visit } from './syntax.ts';

/** Engines whose subject is Chinese text. */
const ENGINES = ['src/kernel/text/', 'src/modules/cases/routing/', 'src/modules/cases/topics/'];
const HAN = /\p{Script=Han}/u;

/**
 * What is read on the screen comes from messages. Files that work on Chinese text itself (recognising headings, places,
 * numerals) say so in a line `// chinese: reason`. Comments may quote the field's terms.
 */
export const chinese: Check = {
  name: 'chinese',
  claim: 'no Chinese in source outside messages, tests and files that declare why',
  run: () => sources('src').flatMap(chineseIn),
};

export function chineseIn(source: ts.SourceFile): string[] {
  const { fileName } = source;
  if (ENGINES.some((folder) => fileName.startsWith(folder))) return [];
  if (isTest(fileName) || /\.factory\.tsx?$/.test(fileName) || declared(source, 'chinese') !== undefined) return [];
  const problems: string[] = [];
  visit(source, (node) => {
    const isText =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isJsxText(node) ||
      ts.isRegularExpressionLiteral(node);
    if (isText && HAN.test(node.getText(source)))
      problems.push(`${place(source, node)} ${node.getText(source).trim().slice(0, 60)}`);
  });
  return problems;
}
