import { strToU8, type Zippable, zipSync } from 'fflate';

const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export type ParagraphLook = { style?: string; list?: number; listLevel?: number; outline?: number };

/** A paragraph of Word's XML; `inner` instead of text for whatever else stands in it. */
export function paragraph(text: string, look: ParagraphLook = {}, inner?: string): string {
  const list =
    look.list === undefined
      ? ''
      : `<w:numPr><w:ilvl w:val="${look.listLevel ?? 0}"/><w:numId w:val="${look.list}"/></w:numPr>`;
  const style = look.style === undefined ? '' : `<w:pStyle w:val="${look.style}"/>`;
  const outline = look.outline === undefined ? '' : `<w:outlineLvl w:val="${look.outline}"/>`;
  return `<w:p><w:pPr>${style}${list}${outline}</w:pPr>${inner ?? run(text)}</w:p>`;
}

export function run(text: string, properties = ''): string {
  return `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`;
}

/** A cell is text, or XML of paragraphs with properties in front. */
export function table(rows: readonly (readonly string[])[], properties: Record<string, string> = {}): string {
  const cells = (row: readonly string[], y: number) =>
    row.map((text, x) => `<w:tc><w:tcPr>${properties[`${y},${x}`] ?? ''}</w:tcPr>${paragraph(text)}</w:tc>`).join('');
  return `<w:tbl>${rows.map((row, y) => `<w:tr>${cells(row, y)}</w:tr>`).join('')}</w:tbl>`;
}

type NumberedLevel = { format: string; text: string; restart?: number; style?: string };

/** One scheme for each list, numbered from 1. */
export function numbering(lists: readonly (readonly NumberedLevel[])[]): string {
  const level = ({ format, text, restart, style }: NumberedLevel, at: number) =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${
      restart === undefined ? '' : `<w:lvlRestart w:val="${restart}"/>`
    }${style === undefined ? '' : `<w:pStyle w:val="${style}"/>`}<w:lvlText w:val="${text}"/></w:lvl>`;
  const schemes = lists.map(
    (levels, i) => `<w:abstractNum w:abstractNumId="${i}">${levels.map(level).join('')}</w:abstractNum>`,
  );
  const nums = lists.map((_, i) => `<w:num w:numId="${i + 1}"><w:abstractNumId w:val="${i}"/></w:num>`);
  return `<w:numbering xmlns:w="${word}">${schemes.join('')}${nums.join('')}</w:numbering>`;
}

export type DocxParts = {
  body: string;
  numbering?: string;
  styles?: string;
  footnotes?: string;
  /** links to the outside by id */
  links?: Record<string, string>;
  /** more parts, by name */
  more?: Zippable;
  /** more relations of the document, as XML */
  relations?: string;
};

/** A DOCX file, made from the XML of its parts. */
export function docx(parts: DocxParts): Buffer {
  const present = (['numbering', 'styles', 'footnotes'] as const).filter((name) => parts[name] !== undefined);
  const relations = present.map(
    (name) => `<Relationship Id="r-${name}" Type="${relation}/${name}" Target="${name}.xml"/>`,
  );
  for (const [id, target] of Object.entries(parts.links ?? {}))
    relations.push(
      `<Relationship Id="${id}" Type="${relation}/hyperlink" Target="${escapeXml(target)}" TargetMode="External"/>`,
    );
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  const files: Zippable = {
    '[Content_Types].xml': strToU8(
      `${head}<Types xmlns="${packaged}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${relation}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(
      `${head}<w:document xmlns:w="${word}" xmlns:r="${relation}"><w:body>${parts.body}<w:sectPr/></w:body></w:document>`,
    ),
    'word/_rels/document.xml.rels': strToU8(
      `${head}<Relationships xmlns="${packaged}/relationships">${relations.join('')}${parts.relations ?? ''}</Relationships>`,
    ),
  };
  for (const name of present) files[`word/${name}.xml`] = strToU8(head + parts[name]);
  return Buffer.from(zipSync({ ...files, ...parts.more }));
}

export const stylesXml = `<w:styles xmlns:w="${word}">${[
  ['Title', 'Title', ''],
  ['Heading1', 'heading 1', '<w:outlineLvl w:val="0"/>'],
  ['Heading2', 'heading 2', '<w:outlineLvl w:val="1"/>'],
  ['TOC1', 'toc 1', ''],
  ['Article', 'Article', '<w:numPr><w:numId w:val="1"/></w:numPr>'],
]
  .map(
    ([id, name, inner]) =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:pPr>${inner}</w:pPr></w:style>`,
  )
  .join('')}</w:styles>`;

export const notesXml = (notes: readonly string[]): string =>
  `<w:footnotes xmlns:w="${word}">${notes
    .map((text, i) => `<w:footnote w:id="${i + 1}">${paragraph(text)}</w:footnote>`)
    .join('')}</w:footnotes>`;
