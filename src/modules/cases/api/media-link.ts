/** Whether somebody's link to a picture may be kept and shown: http(s), no name and password in it. It is never fetched. */
export function isMediaLink(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || /[\s"'<>\\]/.test(text)) return false;
  try {
    const url = new URL(text);
    return url.username === '' && url.password === '' && url.hostname.includes('.');
  } catch {
    return false;
  }
}
