/** A text field of a form or a query; anything else is as good as not given. At most 2,000 characters. */
export function textOf(source: unknown, name: string): string {
  const value = (source as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value.slice(0, 2000) : '';
}
