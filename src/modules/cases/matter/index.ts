export { AuthorBlock } from './author-block.tsx';
export { CaseLight } from './case-light.tsx';
export { loadMatter, type MatterView } from './load-matter.ts';
export { type MatterFile, readAuthorSince } from './matter.queries.ts';
export { enclosuresOf, MatterLetter } from './matter-letter.tsx';
export { MatterTimeline } from './matter-timeline.tsx';
export { type AuthorDetails, readAuthor } from './read-author.ts';
export { type SimilarCase, similarCases } from './similar-cases.ts';
