// chinese: headings of other systems' tables are recognised
/** What a column of an imported table can be. */
export const fields = [
  'ref',
  'author',
  'title',
  'submittedAt',
  'body',
  'reply',
  'repliedAt',
  'department',
  'category',
  'kind',
  'district',
  'address',
] as const;
export type Field = (typeof fields)[number];

/** field → heading of the table */
export type Mapping = Partial<Record<Field, string>>;

export const neededFields: readonly Field[] = ['title', 'submittedAt', 'body'];

/** Headings as exports of mailboxes and hotlines write them; compared without spaces and marks, in small letters. */
const headings: Record<Field, readonly string[]> = {
  ref: ['留言编号', '编号', '工单编号', '信件编号', '来信编号', 'id', 'number', 'caseid', 'ref'],
  author: ['留言用户', '用户', '来信人', '诉求人', '姓名', 'author', 'name', 'user'],
  title: ['留言主题', '主题', '标题', '来信标题', '工单标题', 'title', 'subject'],
  submittedAt: ['留言时间', '来信时间', '提交时间', '受理时间', '发布时间', 'submittedat', 'createdat', 'date', 'time'],
  body: ['留言详情', '内容', '留言内容', '来信内容', '诉求内容', '详情', 'body', 'text', 'content', 'description'],
  reply: ['答复意见', '答复', '答复内容', '回复', '回复内容', '办理结果', 'reply', 'answer', 'response'],
  repliedAt: ['答复时间', '回复时间', '办结时间', '答复日期', 'repliedat', 'answeredat'],
  department: ['承办单位', '主办单位', '答复单位', '部门', 'department', 'office'],
  category: ['一级标签', '事项编码', '类别', '分类', '事项', 'category'],
  kind: ['类型', '诉求类型', '来信类型', 'kind', 'type'],
  district: ['区县', '所属区域', '地区', 'district', 'area'],
  address: ['地址', '地点', '诉求地址', 'address', 'place'],
};

const plain = (heading: string) =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-（）()：:*]/g, '');

/** Recognises the headings by themselves; `given` decides where it names a heading. */
export function recognise(headers: readonly string[], given: Mapping = {}): Mapping {
  const mapping: Mapping = {};
  const taken = new Set(Object.values(given));
  for (const field of fields) {
    if (given[field] !== undefined) mapping[field] = given[field];
    else {
      const found = headers.find((header) => !taken.has(header) && headings[field].includes(plain(header)));
      if (found !== undefined) {
        mapping[field] = found;
        taken.add(found);
      }
    }
  }
  return mapping;
}

/** What is wrong with a mapping: fields that are needed and missing, headings that the table does not have. */
export function mappingProblems(headers: readonly string[], mapping: Mapping): { missing: Field[]; unknown: string[] } {
  return {
    missing: neededFields.filter((field) => !mapping[field]),
    unknown: Object.values(mapping).filter((heading) => heading !== '' && !headers.includes(heading)),
  };
}
