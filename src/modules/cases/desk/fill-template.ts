// chinese: the placeholders that departments write in their templates

/** What the desk knows of a letter and its office. */
export type TemplateFacts = {
  /** how the author is called in public; empty where they are not named */
  author: string;
  number: string;
  title: string;
  office: string;
  phone: string;
  /** today as people say it */
  today: string;
  handler: string;
  /** said where the author is not named */
  somebody: string;
};

/** Stars stand for what is not said; nobody is addressed with them. */
const masked = /[*＊]/;

const known: Record<string, (facts: TemplateFacts) => string> = {
  称呼: (facts) => (facts.author === '' || masked.test(facts.author) ? facts.somebody : facts.author),
  编号: (facts) => facts.number,
  题目: (facts) => facts.title,
  单位: (facts) => facts.office,
  电话: (facts) => facts.phone,
  今天: (facts) => facts.today,
  经办人: (facts) => facts.handler,
};

/** Placeholders that are filled in by themselves, as they are written. */
export const placeholders: readonly string[] = Object.keys(known).map((name) => `{${name}}`);

/** The template with what is known filled in; what is not stays in its braces, for the handler. */
export function fillTemplate(body: string, facts: TemplateFacts): string {
  return body.replace(/\{([^{}\n]{1,30})\}/g, (whole, name: string) =>
    Object.hasOwn(known, name) ? (known[name]?.(facts) ?? '') || whole : whole,
  );
}
