/** A field of a posted form, whole: the verb says how long it may be. Anything but text is as good as not given. */
export function fieldOf(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
