/** 中文（中国）, English: a language in the words of another; the code itself where either is none that is known. */
export function languageIn(language: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}
