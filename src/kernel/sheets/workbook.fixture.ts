import { strToU8, type Zippable, zipSync } from 'fflate';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

export type SheetXml = { name: string; data: string; after?: string; hidden?: boolean };

export type WorkbookXml = {
  sheets?: SheetXml[];
  /** Content of `<sst>`. */
  texts?: string;
  /** Format codes of cell styles 1, 2 …; style 0 is plain. */
  formats?: string[];
  from1904?: boolean;
  parts?: Zippable;
};

/** A workbook from its XML, so that tests say exactly what is in the file. */
export function workbookXml({ sheets = [], texts, formats = [], from1904, parts = {} }: WorkbookXml): Uint8Array {
  const list = sheets.map(
    ({ name, hidden }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" ${hidden ? 'state="hidden" ' : ''}r:id="rId${index + 1}"/>`,
  );
  const relations = sheets.map((_, index) =>
    relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`),
  );
  relations.push(relation('rIdS', 'styles', '/xl/styles.xml'), relation('rIdT', 'sharedStrings', 'sharedStrings.xml'));
  const files: Zippable = {
    '[Content_Types].xml': strToU8(`${XML}<Types/>`),
    '_rels/.rels': strToU8(relationsPart([relation('rId1', 'officeDocument', 'xl/workbook.xml')])),
    'xl/_rels/workbook.xml.rels': strToU8(relationsPart(relations)),
    'xl/workbook.xml': strToU8(
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${list.join('')}</sheets></workbook>`,
    ),
    'xl/styles.xml': strToU8(styles(formats)),
    ...(texts === undefined ? {} : { 'xl/sharedStrings.xml': strToU8(`${XML}<sst xmlns="${MAIN}">${texts}</sst>`) }),
  };
  for (const [index, { data, after = '' }] of sheets.entries()) {
    files[`xl/worksheets/sheet${index + 1}.xml`] = strToU8(
      `${XML}<worksheet xmlns="${MAIN}"><sheetData>${data}</sheetData>${after}</worksheet>`,
    );
  }
  return zipSync({ ...files, ...parts }, { mtime: new Date('2026-11-19T00:00:00Z') });
}

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;

const relationsPart = (list: string[]) => `${XML}<Relationships xmlns="${PACKAGE}">${list.join('')}</Relationships>`;

function styles(formats: string[]): string {
  const codes = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code}"/>`);
  const cells = formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`);
  return `${XML}<styleSheet xmlns="${MAIN}"><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${cells.join('')}</cellXfs></styleSheet>`;
}

/** Rows of texts and numbers as sheet data, from line 1 or as given; null leaves a cell out. */
export function rowsXml(rows: (string | number | null)[][], firstLine = 1): string {
  return rows
    .map((cells, index) => {
      const line = firstLine + index;
      const content = cells.map((value, column) => {
        if (value === null) return '';
        const ref = `${String.fromCharCode(65 + column)}${line}`;
        return typeof value === 'number'
          ? `<c r="${ref}"><v>${value}</v></c>`
          : `<c r="${ref}" t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`;
      });
      return `<row r="${line}">${content.join('')}</row>`;
    })
    .join('');
}

export const mergesXml = (...refs: string[]): string =>
  `<mergeCells count="${refs.length}">${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
