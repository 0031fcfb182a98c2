export { drawShareCard, type ShareCard } from './share-card.ts';
