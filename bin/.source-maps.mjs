import { setSourceMapsSupport } from 'node:module';

// Traces that name the sources. The flag --enable-source-maps would keep those of every package as well: 25 MB.
setSourceMapsSupport(true, { nodeModules: false });
