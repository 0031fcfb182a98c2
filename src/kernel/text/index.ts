export { htmlText, xmlText } from './markup-text.ts';
export { maskName, type Pinyin, pinyinOf } from './names.ts';
export { normaliseText } from './normalise.ts';
export { searchTokens, toTsQueryText, toTsVectorText } from './search-text.ts';
export { addWords, segment, type TaggedWord, tagWords, wordBreaks } from './segment.ts';
export { freeSlug, isSlug, proposeSlug } from './slug.ts';
export { typedLine, typedText, visibleText } from './typed.ts';
export { typedFields } from './typed-fields.ts';
