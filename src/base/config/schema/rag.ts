/** `[rag.*]`: read and kept for the version that has RAG. */
import { count, flag, key, seconds, table, text } from './key.ts';

const hnsw = table('The index.', {
  m: key(count, 'Links of a node.', { default: 16 }),
  ef_construction: key(count, 'Candidates while building.', { default: 200 }),
  ef_search: key(count, 'Candidates while searching.', { default: 50 }),
  max_elements: key(count, 'Vectors at most.', { default: 1_000_000 }),
  metric: key(text, 'How vectors are compared.', { default: 'Cosine' }),
  allow_replace_deleted: key(flag, 'Use the places of deleted ones again.', { default: true }),
  parallel_batch_size: key(count, 'Vectors at a time.', { default: 128 }),
  num_threads: key(count, 'Threads.'),
  enable_mmap: key(flag, 'Map the file into memory.', { default: false }),
  mmap_sync_interval: key(seconds, 'Seconds between writes of it.', { default: 60 }),
});

export const rag = table(
  'Retrieval.',
  {
    enabled: key(flag, 'Whether it is there.', { default: false }),
    multi_tenant: key(flag, 'Keep tenants apart.', { default: false }),
    vector_storage: table('Vectors.', {
      dimensions: key(count, 'Numbers of a vector.', { default: 384 }),
      backend: key(text, 'The index.', { default: 'HNSW' }),
      persistence_path: key(text, 'Folder.'),
      max_memory_mb: key(count, 'Memory.', { default: 500 }),
      hnsw,
    }),
    embedding: table('Embeddings.', {
      default_provider: key(text, 'Who makes them.', { default: 'openai' }),
      cache_enabled: key(flag, 'Keep them.', { default: true }),
      cache_size: key(count, 'How many.', { default: 10_000 }),
      cache_ttl_seconds: key(seconds, 'How long.', { default: 3600 }),
      batch_size: key(count, 'Texts at a time.', { default: 32 }),
      timeout_seconds: key(seconds, 'Time of a request.', { default: 30 }),
      max_retries: key(count, 'Tries after the first.', { default: 3 }),
    }),
    chunking: table('How texts are cut.', {
      strategy: key(text, 'How.', { default: 'SlidingWindow' }),
      chunk_size: key(count, 'Tokens of a piece.', { default: 512 }),
      overlap: key(count, 'Tokens that pieces share.', { default: 64 }),
      max_chunk_size: key(count, 'At most.', { default: 2048 }),
      min_chunk_size: key(count, 'At least.', { default: 100 }),
    }),
    cache: table('Caches.', {
      search_cache_enabled: key(flag, 'Keep results.', { default: true }),
      search_cache_size: key(count, 'How many.', { default: 1000 }),
      search_cache_ttl_seconds: key(seconds, 'How long.', { default: 300 }),
      document_cache_enabled: key(flag, 'Keep documents.', { default: true }),
      document_cache_size_mb: key(count, 'How much.', { default: 100 }),
      embedding_cache_enabled: key(flag, 'Keep embeddings.', { aliasOf: 'rag.embedding.cache_enabled' }),
    }),
  },
  { effect: false },
);
