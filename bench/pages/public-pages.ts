/** The public pages of the mailbox; a case is one that the list shows. */
const addresses = ['/', '/cases', '/cases/new', '/statistics', '/topics', '/promises', '/moderation-log', '/sign-in'];

/** Those that answer with 200, and those that do not, with what they answered. */
export async function publicPages(origin: string): Promise<{ found: string[]; missing: Record<string, number> }> {
  const found: string[] = [];
  const missing: Record<string, number> = {};
  const list = await fetch(`${origin}/cases`).then((answer) => answer.text());
  const aCase = firstCase(list);
  for (const path of aCase ? [...addresses, aCase] : addresses) {
    const answer = await fetch(origin + path, { redirect: 'manual' });
    await answer.arrayBuffer();
    if (answer.status === 200) found.push(path);
    else missing[path] = answer.status;
  }
  return { found, missing };
}

/** Address of the first case that a page links to. */
export function firstCase(html: string): string | undefined {
  return /href="(\/cases\/\d{4}-\d{4}-\d{4,})"/.exec(html)?.[1];
}
