// node suite.mjs CONFIG: what a stranger asks of the hub. One line of JSON a check, a count at the end.
import assertions from './assertions.mjs';
import certificates from './certificates.mjs';
import { finish } from './checks.mjs';
import dpop from './dpop.mjs';
import libraries from './libraries.mjs';
import metadata from './metadata.mjs';
import secrets from './secrets.mjs';
import tokens from './tokens.mjs';

for (const part of [metadata, secrets, assertions, dpop, certificates, libraries, tokens])
  await part();
finish();
process.exit(0);
