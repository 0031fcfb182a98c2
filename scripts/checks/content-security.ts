import ts from 'typescript';
import type { Check } from './check.ts';
import { declared, isTest, place, sources, visit } from './syntax.ts';

/**
 * The policy served with every page forbids inline styles and scripts. A file that needs one of these says why in a line
 * `// raw html: reason` (HTML that was sanitised) or `// inline style: reason` (mail, where there is no other).
 */
export const contentSecurity: Check = {
  name: 'csp',
  claim: 'nothing that the content security policy would block or that would go round the escaping',
  run: () => sources('src').flatMap((source) => (isTest(source.fileName) ? [] : blockedIn(source))),
};

export function blockedIn(source: ts.SourceFile): string[] {
  const problems: string[] = [];
  const mayRaw = declared(source, 'raw html') !== undefined;
  const mayStyle = declared(source, 'inline style') !== undefined;
  const isIsland = /\.island\.tsx?$/.test(source.fileName);
  visit(source, (node) => {
    if (ts.isJsxAttribute(node)) {
      const name = node.name.getText(source);
      if (name === 'style' && !mayStyle) problems.push(`${place(source, node)} style= is blocked; use a class`);
      if (name === 'dangerouslySetInnerHTML' && !mayRaw) {
        problems.push(`${place(source, node)} dangerouslySetInnerHTML without a line '// raw html: reason'`);
      }
      if (/^on[A-Z]/.test(name) && !isIsland)
        problems.push(`${place(source, node)} ${name} does nothing on a server's page`);
    } else if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      if (/<[a-z]+\b[^>]*\sstyle=/.test(node.text) && !mayStyle) {
        problems.push(`${place(source, node)} style= in HTML without a line '// inline style: reason'`);
      }
      if (/<[a-z]+\b[^>]*\son[a-z]+=["']/.test(node.text))
        problems.push(`${place(source, node)} an inline handler is blocked`);
      if (/^javascript:/i.test(node.text)) problems.push(`${place(source, node)} a javascript: address`);
    }
  });
  return problems;
}
