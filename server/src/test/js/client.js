// Calls a node over gRPC as any program in any language would, and checks an answer offline with the anchor alone.
// Usage: node client.js HOST:PORT PROTO_DIRECTORY ANCHOR_FILE
"use strict";

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");
const protobuf = require("protobufjs");

const [address, protos, anchorFile] = process.argv.slice(2);
const files = ["resolution", "registration", "prefix", "log"].map((name) => `nameplate/v1/${name}.proto`);
const { nameplate } = grpc.loadPackageDefinition(
  loader.loadSync(files, { includeDirs: [protos], longs: Number, enums: String, bytes: Buffer, defaults: true, oneofs: true }),
);
const root = new protobuf.Root();
root.resolvePath = (_, target) => path.join(protos, target);
const messages = root.loadSync(files).lookup("nameplate.v1");

function client(service) {
  return new nameplate.v1[service](address, grpc.credentials.createInsecure());
}

function call(stub, method, request) {
  return new Promise((resolve, reject) =>
    stub[method](request, (error, answer) => (error ? reject(error) : resolve(answer))),
  );
}

function assignAll(stub, assignments) {
  return new Promise((resolve, reject) => {
    const outcomes = [];
    const stream = stub.AssignAll();
    stream.on("data", (outcome) => outcomes.push(outcome));
    stream.on("error", reject);
    stream.on("end", () => resolve(outcomes));
    assignments.forEach((assignment) => stream.write({ assignment }));
    stream.end();
  });
}

function sha256(...parts) {
  return crypto.createHash("sha256").update(Buffer.concat(parts)).digest();
}

/** The root that a leaf and its path lead to (RFC 9162, section 2.1.3.2). */
function rootOf(leaf, index, size, steps) {
  let hash = leaf;
  let node = index;
  let last = size - 1;
  for (const step of steps) {
    if (node % 2 === 1 || node === last) {
      hash = sha256(Buffer.of(1), step, hash);
      while (node % 2 === 0 && node !== 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = sha256(Buffer.of(1), hash, step);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last !== 0) throw new Error("the path is too short");
  return hash;
}

/** Checks a signed statement about an identifier with the key of an anchor file, and returns what it says. */
function verify(statement, identifier, anchor) {
  const { leafIndex, path: steps, batch } = statement.proof;
  const key = crypto.createPublicKey(anchor);
  const header = messages.BatchHeader.decode(batch.header);
  const spki = key.export({ type: "spki", format: "der" });
  if (!sha256(spki).equals(Buffer.from(header.keyId))) throw new Error("signed by another key");
  const leaf = sha256(Buffer.of(0), statement.body);
  if (!rootOf(leaf, leafIndex, header.count, steps).equals(Buffer.from(header.root))) throw new Error("not in the batch");
  const signed = Buffer.concat([Buffer.from("nameplate batch v1\n"), batch.header]);
  if (!crypto.verify(null, signed, key, batch.signature)) throw new Error("the signature is wrong");
  const body = messages.Statement.decode(statement.body);
  if (`${body.prefix}/${body.suffix}` !== identifier) throw new Error("about another identifier");
  return body.record;
}

async function main() {
  const registration = client("RegistrationService");
  const resolution = client("ResolutionService");
  const anchor = fs.readFileSync(anchorFile, "utf8");
  const results = {};

  const identifier = "88.118.8/JS-钢卷-1";
  const values = [{ index: 1, type: "产品名称", text: "冷轧镀锌卷" }];
  const assigned = await call(registration, "Assign", { identifier, values, operationId: "js-1" });
  const again = await call(registration, "Assign", { identifier, values, operationId: "js-1" });
  results.receipts = [assigned.receipt.replayed, again.receipt.replayed];

  const answer = await call(resolution, "Resolve", { identifier });
  const record = verify(answer.statement, identifier, anchor);
  results.outcome = answer.outcome;
  results.value = record.values[0].text;

  const forged = { ...answer.statement, body: Buffer.from(answer.statement.body) };
  forged.body[forged.body.length - 1] ^= 1;
  try {
    verify(forged, identifier, anchor);
    results.forgery = "believed";
  } catch (error) {
    results.forgery = error.message;
  }

  const outcomes = await assignAll(
    registration,
    Array.from({ length: 500 }, (_, i) => ({ identifier: i === 250 ? "no slash" : `88.118.8/JS-${i}` })),
  );
  results.streamed = outcomes.filter((outcome) => outcome.result === "receipt").length;
  results.refused = outcomes.filter((outcome) => outcome.result === "error").map((outcome) => outcome.error.reason);
  for (const i of [0, 17, 255, 256, 499]) {
    const name = `88.118.8/JS-${i}`;
    verify((await call(resolution, "Resolve", { identifier: name })).statement, name, anchor);
  }

  const missing = await call(resolution, "Resolve", { identifier: "88.118.8/NO-SUCH" });
  results.missing = missing.outcome;
  try {
    await call(resolution, "Resolve", { identifier: "10.1000/1" });
  } catch (error) {
    results.foreign = grpc.status[error.code];
  }
  const prefixes = await call(client("PrefixService"), "List", {});
  results.prefixes = prefixes.prefixes.map((prefix) => prefix.prefix);
  const { checkpoint } = await call(client("LogService"), "GetCheckpoint", {});
  results.origin = checkpoint.split("\n")[0];
  console.log(JSON.stringify(results));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
