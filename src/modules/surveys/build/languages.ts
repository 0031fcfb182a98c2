/** A language by its own name, as people look for it: 中文, English, ئۇيغۇرچە. */
export function languageName(locale: string): string {
  try {
    const name = new Intl.DisplayNames([locale], { type: 'language', languageDisplay: 'standard' }).of(locale);
    return name ?? locale;
  } catch {
    return locale;
  }
}
