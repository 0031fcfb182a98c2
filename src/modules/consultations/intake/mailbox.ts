/** Whether a text is one address to which something can be sent: no list of them, and no name with it. */
export function isMailbox(text: string): boolean {
  return /^[^\s@,;:<>"()]+@[^\s@,;:<>"()]+$/.test(text);
}
