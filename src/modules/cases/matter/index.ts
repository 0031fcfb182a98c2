export { AuthorBlock } from './author-block.tsx';
export { CaseLight, signalWords } from './case-light.tsx';
export { type CaseSignal, caseSignal } from './case-signal.ts';
export { loadMatter, type MatterView } from './load-matter.ts';
export { type MatterFile, readAuthorSince } from './matter.queries.ts';
export { categoryWords, enclosuresOf, MatterLetter, placeWords } from './matter-letter.tsx';
export { MatterTimeline } from './matter-timeline.tsx';
export { type AuthorDetails, readAuthor } from './read-author.ts';
export { type SimilarCase, similarCases } from './similar-cases.ts';
