/** A language by its own name, as people look for it. */
export function languageName(locale: string): string {
  try {
    // By the script, as people call them, not by the country.
    const asked = locale === 'zh-CN' ? 'zh-Hans' : locale === 'zh-TW' ? 'zh-Hant' : locale;
    const name = new Intl.DisplayNames([locale], { type: 'language' }).of(asked);
    return name ?? locale;
  } catch {
    return locale;
  }
}
