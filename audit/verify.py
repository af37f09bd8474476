"""Checks a Minutebook bundle, with nothing but Python 3.11 or newer: no Minutebook, no network, no other package.

    python3 -I verify.py [BUNDLE.zip | FOLDER] [--key KEY] [--witness KEY]... [--attachment FILE]...
                         [--timestamp-ca CERTIFICATES]

Without a name it checks the folder it lies in. It says what it checked, one line each, and ends with 0 where all of it
holds, with 3 where something does not, and with 2 where it was asked wrongly or for what it cannot do here. KEY is a
line such as those in keys.txt that you had from somebody you trust: without one, the bundle vouches for its own key,
and you are told to compare it. FILE is a paper that you were shown as evidence: you are told which line names it.

What is checked, in this order:

1. bundle.txt is signed by the log's key, and lists every other file with its SHA-256. (This file is not in the list: a
   program cannot vouch for itself. Its SHA-256 is published with Minutebook.)
2. checkpoint.txt is signed by the same key: the log had so many lines, and its Merkle tree (RFC 6962) had that root.
   A witness that signed it saw these lines begin with all that it had seen before.
3. Every line in lines.jsonl is in that tree, at its position: leaves and tree.json together give the signed root.
   Where KEY is an earlier key of the log, it must have handed over to the one that signed: a line of the stream "book"
   names the next key, and the former one signed a checkpoint (handover-….txt) of a tree with that line.
4. Of each stream (a plan's whole life) the checkpoint commits to the number of its last line and to a chain over all of
   them: streams.json has every link, so that by the checkpoint no line is missing and none was slipped in.
5. What was submitted is content that was approved or finalised before, by the digests in the lines (not whether that
   still stood); each file of terms is one that a line names; attachments.txt, where it is, lists the papers that the
   lines name. Story and calendars are as the council signed them, and compared with nothing.
6. If there is a claim.json, what it claims not to be there is not: of the stream it names, every line between two
   checkpoints is in the bundle, and none of them touches what was asked by its id. Or there was no such stream at all.
   Of words that may be erased (see 7) this cannot be said, and such a claim does not hold.
7. A text that may be erased is not in its line, which commits to it: SHA-256 over an opening and the text. texts.json
   has both, or says under which decision the text was erased (not that nobody kept a copy).
8. If there is a checkpoint.tsr, a timestamp authority saw checkpoint.txt at the time it says (RFC 3161). This needs the
   program openssl, and the authority's CERTIFICATES (a file in PEM) that you had from somebody you trust: without them
   the timestamp is not checked, and you are told so.
"""

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

LOG, WITNESS = b"\x01", b"\x04"  # kinds of signature: c2sp.org/signed-note, c2sp.org/tlog-cosignature


class Broken(Exception):
    """Something does not hold: the sentence says what and where."""


class NotChecked(Exception):
    """Something that was asked for cannot be checked on this machine: the sentence says what and why."""


def sha256(data):
    return hashlib.sha256(data).digest()


def counted(number, thing):
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


# ---- 1. Files -------------------------------------------------------------------------------------------------------


def read_files(place):
    """Every file of the bundle by its name, but for this program."""
    try:
        if place.is_dir():
            found = {p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*") if p.is_file()}
        else:
            with zipfile.ZipFile(place) as packed:
                if twice := {name for name in packed.namelist() if packed.namelist().count(name) > 1}:
                    raise Broken(
                        f"{place} holds several files of the name {min(twice)}: unpacked, one hides the other."
                    )
                found = {name: packed.read(name) for name in packed.namelist()}
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError) as error:
        raise Broken(f"{place} cannot be read as a bundle ({error}).") from error
    return {name: data for name, data in found.items() if name != "verify.py"}


def check_files(files, key):
    """Check 1; what bundle.txt says before its list of files."""
    text = signed_text(files, "bundle.txt", [key])
    head, listed = [], {}
    for line in text.splitlines():
        if line.startswith("file "):
            _, digest, name = line.split(" ", 2)
            listed[name] = digest
        else:
            head.append(line)
    for name in sorted(listed):
        if name not in files:
            raise Broken(f"{name} is missing: bundle.txt lists it.")
        if sha256(files[name]).hex() != listed[name]:
            raise Broken(f"{name} was altered: its SHA-256 is not the one that bundle.txt lists.")
    for name in sorted(files):
        if name not in listed and name != "bundle.txt":
            raise Broken(f"{name} was slipped in: bundle.txt does not list it.")
    return head, len(listed)


# ---- 2. Signatures --------------------------------------------------------------------------------------------------


def read_key(text, kind=None):
    """(name, kind, 32 bytes) of a verifier key: name+id+base64; of that kind alone, where one is wanted."""
    name, _, rest = text.strip().partition("+")
    hint, _, encoded = rest.partition("+")
    material = exact(encoded)
    if not name or len(material) != 33 or key_id(name, material).hex() != hint:
        raise Broken(f"This is no verifier key: {text.strip()[:80]!r}.")
    if kind and material[:1] != kind:
        raise Broken(f"{name}'s key is not {'a log' if kind == LOG else 'a witness'}'s.")
    return name, material[:1], material[1:]


def key_id(name, material):
    return sha256(name.encode() + b"\n" + material)[:4]


def short(key):
    """The name and the id of a key, by which people tell keys apart."""
    return f"{key[0]}+{key_id(key[0], key[1] + key[2]).hex()}"


def written(key):
    return f"{short(key)}+{base64.b64encode(key[1] + key[2]).decode()}"


def exact(encoded):
    """The bytes of base64 in its one proper spelling; none for any other."""
    try:
        data = base64.b64decode(encoded, validate=True)
    except ValueError:
        return b""
    return data if base64.b64encode(data).decode() == encoded else b""


def words(files, name):
    try:
        return files[name].decode()
    except KeyError:
        raise Broken(f"{name} is missing.") from None
    except UnicodeDecodeError:
        raise Broken(f"{name} was altered: it is not text.") from None


def signatures(files, name):
    """(the text, and of each line below it the signer's name, key id and signature) of a signed note."""
    text, blank, below = words(files, name).rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise Broken(f"{name} was altered: it is no signed note.")
    found = []
    for line in below[:-1].split("\n"):
        dash, _, rest = line.partition(" ")
        signer, _, encoded = rest.partition(" ")
        data = exact(encoded)
        if dash != "—" or len(data) < 5:
            raise Broken(f"{name} was altered: {line[:60]!r} is no signature.")
        found.append((signer, data[:4], data[4:]))
    return text + "\n", found


def signed_text(files, name, keys):
    """The text of a signed note. Every one of these keys must have signed it."""
    text, found = signatures(files, name)
    for signer, kind, public in keys:
        mine = [data for who, hint, data in found if (who, hint) == (signer, key_id(signer, kind + public))]
        if not mine:
            raise Broken(f"{name} is not signed by {signer}.")
        for data in mine:
            said, signature = text.encode(), data
            if kind == WITNESS:
                said, signature = f"cosignature/v1\ntime {int.from_bytes(data[:8], 'big')}\n".encode() + said, data[8:]
            if not ed25519(public, said, signature):
                raise Broken(f"{name} was altered: the signature of {signer} does not fit.")
    return text


# Ed25519 as RFC 8032 section 5.1.7 has it, on the curve -x² + y² = 1 + d·x²·y². A point is (X, Y, Z, T) with x = X/Z,
# y = Y/Z, x·y = T/Z.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # a square root of -1


def add(a, b):
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    three, four = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    found = (0, 1, 1, 0)
    while n:
        if n & 1:
            found = add(found, point)
        point, n = add(point, point), n >> 1
    return found


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(data):
    """The point that 32 bytes stand for; None where there is none."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if len(data) != 32 or y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519(public, message, signature):
    """Whether the signature is that of the key over the message."""
    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or len(signature) != 64 or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return same(times(s, BASE), add(r, times(h, a)))


def check_checkpoint(files, name, keys):
    """Check 2: (size, root, number of streams, root over their heads)."""
    lines = signed_text(files, name, keys).split("\n")
    try:
        origin, size, root, extension, end = lines
        word, streams, heads = extension.split(" ")
        found = origin, int(size), exact(root), int(streams), exact(heads)
    except ValueError:
        raise Broken(f"{name} is no checkpoint of Minutebook's.") from None
    if word != "streams" or end or origin != keys[0][0]:
        raise Broken(f"{name} is no checkpoint of the log {keys[0][0]}.")
    return found[1:]


# ---- 3. Lines in the tree -------------------------------------------------------------------------------------------


def leaf(data):
    return sha256(b"\x00" + data)


def node(left, right):
    return sha256(b"\x01" + left + right)


def document(files, name):
    try:
        return json.loads(words(files, name))
    except ValueError:
        raise Broken(f"{name} was altered: it is not JSON.") from None


def read_lines(files):
    """(position, the bytes as they are stored, what they say) of each line."""
    *stored, rest = files.get("lines.jsonl", b"").split(b"\n")
    if rest:
        raise Broken("lines.jsonl goes on after its last line.")
    positions = document(files, "tree.json")["positions"]
    if len(stored) != len(positions) or positions != sorted(set(positions)):
        raise Broken("lines.jsonl and tree.json do not name the same lines.")
    found = []
    for position, data in zip(positions, stored, strict=True):
        try:
            found.append((position, data, json.loads(data)))
        except ValueError:
            raise Broken(f"The line at position {position} was altered: it is not JSON.") from None
    return found


def check_tree(files, lines, size, root):
    """Check 3: the root out of the lines and, for all that is not in the bundle, the hashes in tree.json."""
    given = {key: bytes.fromhex(value) for key, value in document(files, "tree.json")["hashes"].items()}
    known = {position - 1: leaf(data) for position, data, _ in lines}
    ordered = sorted(known)

    def hash_of(begin, end, first, last):
        """Of the leaves from `begin` to before `end`; those of `ordered` from `first` to before `last` lie in it."""
        if first == last and f"{begin}-{end}" in given:
            return given[f"{begin}-{end}"]
        if end - begin == 1:
            if first == last:
                raise Broken(f"tree.json has no hash for the lines {begin + 1} to {end}.")
            return known[begin]
        middle = begin + (1 << (end - begin - 1).bit_length() - 1)
        between = first
        low, high = first, last
        while low < high:
            between = (low + high) // 2
            low, high = (between + 1, high) if ordered[between] < middle else (low, between)
        return node(hash_of(begin, middle, first, low), hash_of(middle, end, low, last))

    if ordered and not 0 <= ordered[0] <= ordered[-1] < size:
        raise Broken(f"A line's position lies outside the {size} lines of the checkpoint.")
    if hash_of(0, size, 0, len(ordered)) != root:
        raise Broken("The lines are not those that were sealed: with them the tree has another root than is signed.")


def check_hand_overs(files, lines, trusted, key):
    """Check 3: one sentence for each line that leads from the key that you trust to the one that signed."""
    said = []
    for position, _, line in lines:
        adopts = (line["stream"], line["kind"]) == ("book", "book.seal-key-adopted")
        if trusted == key or not adopts or line["event"]["replaces"] != written(trusted):
            continue
        new, name = read_key(line["event"]["key"], LOG), f"handover-{position}.txt"
        if name not in files:
            raise Broken(
                f"At position {position} {short(new)} came in the place of {short(trusted)}, and there is no {name}, "
                "which the former would have signed: it is not followed. Ask why; get the new key from elsewhere."
            )
        size, root, _, _ = check_checkpoint(files, name, [trusted, new])
        if size < position:
            raise Broken(f"{name} was signed before the line at position {position} was written.")
        check_tree(files, [each for each in lines if each[0] <= size], size, root)
        said.append(
            f"{short(trusted)} handed over to {short(new)} at position {position}, and signed the log with that line: "
            f"all {position} lines up to it are as it signed them. For later ones {short(new)} alone vouches."
        )
        trusted = new
    if trusted != key:
        raise Broken(
            f"The bundle is signed with {short(key)}, and no line in it hands over to that key from {short(trusted)}, "
            "which you trust. Ask for a bundle at a later checkpoint, or for the new key from elsewhere."
        )
    return said


# ---- 4. Streams are whole -------------------------------------------------------------------------------------------


def check_streams(files, lines, streams, heads):
    """Check 4: of each stream the hashes of all its lines, and how many of them are in the bundle."""
    claimed, counts, latest = {}, {}, {}
    for each in document(files, "streams.json"):
        stream, links = each["stream"], [bytes.fromhex(link) for link in each["leaves"]]
        if not committed(stream, len(links), chain_of(links), each, streams, heads):
            raise Broken(f"The stream {stream} is not whole: a line is missing, altered or slipped in.")
        claimed[stream], counts[stream], latest[stream] = links, 0, 0
    for position, data, said in lines:
        links = claimed.get(said["stream"])
        if links is None:
            raise Broken(f"streams.json leaves out {said['stream']}, to which the line at position {position} belongs.")
        if not 1 <= said["number"] <= len(links) or links[said["number"] - 1] != leaf(data):
            raise Broken(f"The line at position {position} is not number {said['number']} of {said['stream']}.")
        if said["number"] <= latest[said["stream"]]:
            raise Broken(f"The line at position {position} comes after number {latest[said['stream']]} of its stream.")
        counts[said["stream"]] += 1
        latest[said["stream"]] = said["number"]
    return claimed, counts


def chain_of(links):
    chain = bytes(32)
    for link in links:
        chain = sha256(b"\x02" + chain + link)
    return chain


def committed(stream, number, chain, place, streams, heads):
    """Whether the stream's head, so many lines and this chain over them, is in the signed tree at that place."""
    head = f"{stream} {number} {chain.hex()}\n".encode()
    return climbed(leaf(head), place["index"], streams, [bytes.fromhex(step) for step in place["path"]]) == heads


def climbed(found, index, size, path):
    """The root that a proof of inclusion leads to (RFC 9162 section 2.1.3.2); none where it does not fit the tree."""
    last = size - 1
    if not 0 <= index <= last:
        return b""
    for step in path:
        if last == 0:
            return b""
        if index & 1 or index == last:
            found = node(step, found)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            found = node(found, step)
        index, last = index >> 1, last >> 1
    return found if last == 0 else b""


# ---- 5. What was submitted is what was approved ---------------------------------------------------------------------


def check_content(lines):
    """Check 5: one sentence for each submission."""
    approved, said = {}, []
    for position, _, line in lines:
        event, stream = line["event"], line["stream"]
        match line["kind"]:
            case "plan.cabinet-approved" | "plan.decision-made":
                approved[stream, event["digest"]] = position
            case "plan.finalised-under-delegation":
                approved[stream, event["final_digest"]] = position
            case "plan.immaterial-change-adopted":
                approved[stream, event["adopted_digest"]] = position
            case "plan.submitted-to-ofsted":
                key = stream, event["digest"]
                if key not in approved:
                    raise Broken(f"What was submitted at position {position} is not what was approved before it.")
                said.append(
                    f"{stream}: what was submitted (position {position}) is the content that was approved "
                    f"(position {approved[key]}), digest {event['digest'][:12]}…."
                )
            case _:
                pass
    return said


def check_terms(files, lines):
    """Check 5: how many files of terms there are, each of which a line names by its digest."""
    named = {line["event"].get(field) for _, _, line in lines for field in ("constitution", "digest")}
    terms = [name for name in files if name.startswith("terms-")]
    for name in terms:
        canonical = json.dumps(document(files, name), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        if sha256(canonical.encode()).hex() not in named:
            raise Broken(f"{name} holds terms that no line in the bundle names.")
    return len(terms)


def check_attachments(files, lines, papers):
    """Check 5: one sentence for each of these papers; and attachments.txt lists what the lines name."""
    attached = [(line["event"], position) for position, _, line in lines if line["kind"] == "plan.evidence-attached"]
    listed = "".join(f"{event['digest']}  {event['evidence']}\n" for event, _ in attached)
    if "attachments.txt" in files and words(files, "attachments.txt") != listed:
        raise Broken("attachments.txt does not list the evidence that the lines in the bundle name.")
    said = []
    for paper in papers:
        digest = sha256(paper.read_bytes()).hex()
        found = [
            f"{event['evidence']} (position {position})" for event, position in attached if event["digest"] == digest
        ]
        if not found:
            raise Broken(f"{paper} is not named by any line in the bundle: its SHA-256 is {digest}.")
        said.append(f"{paper} is what was attached as {' and '.join(found)}.")
    return said


# ---- 6. What is not there --------------------------------------------------------------------------------------------


def touches(line, of):
    """Whether a line touches all that was asked: its kind, a post that entered it or that it names, an action, …"""
    return all(value in map(in_words, standing(line, what)) for what, value in of.items())


def standing(line, what):
    """All that a line says of a kind, of a post, or under the name of a field."""
    if what == "kind":
        return [line["kind"]]
    if what == "post":
        return [line["acting_as"], *under(line["event"], None)]
    return list(under(line["event"], what))


def under(part, what):
    """All that stands in this part of an event under a name that goes for `what` (None: under any)."""
    if isinstance(part, dict) and not is_sealed(part):
        for name, held in part.items():
            if what is None or goes_for(name, what):
                yield from held if isinstance(held, list) else [held]
            yield from under(held, what)
    elif isinstance(part, list):
        for each in part:
            yield from under(each, what)


def goes_for(name, what):
    """Whether the name of a field is `what`, or its plural, or ends in it: from_actions goes for action."""
    return re.search(rf"(^|_){re.escape(what)}s?$", name) is not None


def in_words(value):
    """As it was asked for: a text as it is, and all else as JSON writes it, such as true."""
    return value if isinstance(value, str) else json.dumps(value)


def check_claim(files, lines, claimed, key, size, streams, heads):
    """Check 6: one sentence for what claim.json claims; none where there is no such file."""
    if "claim.json" not in files:
        return []
    claim = document(files, "claim.json")
    stream = claim["stream"]
    if "neighbours" in claim:
        check_nowhere(stream, claim["neighbours"], streams, heads)
        return [f"By the checkpoint there was no stream {stream} when the log had {counted(size, 'line')}."]
    links, begins, since = claimed[stream], 0, "from when the log was begun"
    if claim["from"]:
        earlier, _, streams_then, heads_then = check_checkpoint(files, "from.txt", [key])
        begins, since = claim["from"]["number"], f"from when the log had {counted(earlier, 'line')}"
        if not committed(stream, begins, chain_of(links[:begins]), claim["from"], streams_then, heads_then):
            raise Broken(f"claim.json: {stream} did not have {counted(begins, 'line')} at the earlier checkpoint.")
    stretch = [each for each in lines if each[2]["stream"] == stream and each[2]["number"] > begins]
    if len(stretch) != len(links) - begins:
        raise Broken(f"claim.json: not all lines of {stream} {since} are in the bundle.")
    for what in claim["of"]:
        for position, _, line in stretch:
            if what not in ("kind", "post") and any(map(is_sealed, standing(line, what))):
                raise Broken(
                    f"claim.json asks for lines by their {what}, which stands sealed in that at position {position}: "
                    "whether it touches what was asked cannot be said."
                )
    of = ", ".join(f"{what} {value}" for what, value in claim["of"].items()) or "anything"
    of += "" if of.endswith(".") else "."
    touching = [str(position) for position, _, line in stretch if touches(line, claim["of"])]
    are = "is" if len(stretch) == 1 else "are"
    found = f"Of {stream} there {are} {counted(len(stretch), 'line')} {since} to when it had {size}"
    if touching:
        touch = "touches" if len(touching) == 1 else "touch"
        raise Broken(f"{found}, and of these {len(touching)}, at position {', '.join(touching)}, {touch} {of}")
    return [f"{found}, and none of them touches {of}"]


def check_nowhere(stream, neighbours, streams, heads):
    """Check 6: of all streams, in order of their ids, those before and after its place stand next to each other."""
    before, after = neighbours
    for each in neighbours:
        if each and not committed(each["stream"], each["number"], bytes.fromhex(each["chain"]), each, streams, heads):
            raise Broken(f"claim.json: {each['stream']} is no stream of the log, or stands elsewhere in their order.")
    at = before["index"] + 1 if before else 0
    in_order = (not before or before["stream"] < stream) and (not after or stream < after["stream"])
    if not in_order or at != (after["index"] if after else streams):
        raise Broken(f"claim.json does not show that there was no stream {stream}.")


# ---- 7. Texts are those that the lines commit to --------------------------------------------------------------------


def check_texts(files, lines):
    """Check 7: how many texts were opened; one sentence for each that was erased, and for each that is withheld."""
    given = {
        (each["position"], each["text"]): each
        for each in (document(files, "texts.json") if "texts.json" in files else [])
    }
    erasures = {
        (line["stream"], line["event"]["line"], line["event"]["text"]): (position, line["event"]["decision"])
        for position, _, line in lines
        if line["kind"] == "plan.text-erased"
    }
    opened, gone, withheld = 0, [], []
    for position, _, line in lines:
        for each in sealed_texts(line["event"]):
            shown = given.pop((position, each["text"]), None)
            if shown is None:
                raise Broken(f"texts.json leaves out the text {each['text']} of the line at position {position}.")
            if shown["opening"] is None:
                decided, decision = erasures.get((line["stream"], line["number"], each["text"]), (None, None))
                where = f"{line['stream']}: {each['text']} at position {position}"
                if decided is None:
                    withheld.append(f"{where} is NOT SHOWN, and no line in the bundle says that it was erased.")
                elif shown["said"] != f"[erased under decision {decision}]":
                    raise Broken(f"texts.json does not say under which decision {each['text']} was erased.")
                else:
                    gone.append(
                        f"{where} is not shown: position {decided} says it was erased under decision {decision}."
                    )
            elif sha256(bytes.fromhex(shown["opening"]) + shown["said"].encode()).hex() != each["commitment"]:
                raise Broken(f"The text {each['text']} at position {position} is not the one that its line commits to.")
            else:
                opened += 1
    if given:
        raise Broken("texts.json has a text that is in no line.")
    return opened, gone, withheld


def is_sealed(said):
    """Whether it stands in the place of a text that is kept under a key."""
    return isinstance(said, dict) and "sealed" in said and "commitment" in said


def sealed_texts(said):
    """What stands in an event in the place of a text that is kept under a key."""
    if isinstance(said, dict):
        if is_sealed(said):
            yield said
        said = list(said.values())
    if isinstance(said, list):
        for part in said:
            yield from sealed_texts(part)


# ---- 8. The timestamp -----------------------------------------------------------------------------------------------


def check_timestamp(files, certificates):
    """Check 8: what openssl says of checkpoint.tsr, in one sentence; None where there is none and none is asked for.

    The certificates need to have been good when the stamp was given, which may be long ago.
    """
    if "checkpoint.tsr" not in files:
        if certificates:
            raise Broken("There is no checkpoint.tsr: no timestamp authority has stamped the checkpoint.")
        return None
    if certificates is None:
        return (
            "The timestamp in checkpoint.tsr was NOT CHECKED: give its authority's certificates, --timestamp-ca FILE."
        )
    openssl = shutil.which("openssl")
    if openssl is None:
        raise NotChecked("The timestamp in checkpoint.tsr needs the program openssl, which is not on this machine.")
    if not certificates.is_file():
        raise NotChecked(f"The certificates {certificates} cannot be read.")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("checkpoint.txt", "checkpoint.tsr"):
            Path(folder, name).write_bytes(files[name])
        told = asked_of(openssl, ["-reply", "-in", "checkpoint.tsr", "-text"], folder).stdout
        said = re.search(r"^Time stamp: (\w+ +\d+ [\d:]+)[.\d]* (\d+) GMT$", told, re.MULTILINE)
        if said is None:
            raise Broken("checkpoint.tsr is no timestamp.")
        at = datetime.strptime(" ".join(said.groups()), "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
        asked = ["-verify", "-data", "checkpoint.txt", "-in", "checkpoint.tsr", "-CAfile", str(certificates.resolve())]
        done = asked_of(openssl, [*asked, "-attime", str(int(at.timestamp()))], folder)
    if done.returncode != 0:
        raise Broken(f"checkpoint.tsr is no timestamp of checkpoint.txt under the certificates in {certificates}.")
    return (
        f"The checkpoint existed by {at:%d %B %Y, %H:%M:%S} UTC: the authority of {certificates} says so, by openssl."
    )


def asked_of(openssl, words, folder):
    return subprocess.run([openssl, "ts", *words], cwd=folder, capture_output=True, text=True, check=False)


# ---- All of it ------------------------------------------------------------------------------------------------------


def check(place, given, witnesses_given, papers=(), certificates=None):
    files = read_files(place)
    listed = [line for line in words(files, "keys.txt").splitlines() if line and not line.startswith("#")]
    keys = [read_key(line) for line in listed]
    key = next((k for k in keys if k[1] == LOG), None)
    if key is None:
        raise Broken("keys.txt names no log's key.")
    if given not in (None, key):
        print(f"You trust {short(given)}, and the bundle says that it is signed with {short(key)}: see 3.")
    own = [] if witnesses_given else [k for k in keys if k[1] == WITNESS]
    witnesses = [*witnesses_given, *own]

    head, count = check_files(files, key)
    print(f"1. All {count} files are as {key[0]} signed them ({'; '.join(head[1:])}).")
    size, root, streams, heads = check_checkpoint(files, "checkpoint.txt", [key, *witnesses])
    vouch = ", ".join(w[0] for w in witnesses_given)
    seen = f"seen and signed by {vouch}" if vouch else "no witness whose key you gave vouches for it"
    print(f"2. The checkpoint over {counted(size, 'line')} is signed by {key[0]}; {seen}.")
    for name in [w[0] for w in own]:
        print(f"2. It is signed with a key that the bundle says is {name}'s: get that key from {name}, for --witness.")
    for name in sorted(
        {each[0] for each in signatures(files, "checkpoint.txt")[1]} - {k[0] for k in (key, *witnesses)}
    ):
        print(f"2. It bears a signature of {name}, which was not checked: give the key with --witness.")
    lines = read_lines(files)
    check_tree(files, lines, size, root)
    what = f"All {len(lines)} lines in the bundle are" if len(lines) != 1 else "The 1 line in the bundle is"
    print(f"3. {what} among them, unaltered and in the right place.")
    for sentence in check_hand_overs(files, lines, given or key, key):
        print(f"3. {sentence}")
    claimed, counts = check_streams(files, lines, streams, heads)
    for stream, here in counts.items():
        last = counted(len(claimed[stream]), "line")
        print(f"4. By the checkpoint {stream} had {last}, no more and no fewer; in the bundle: {here}.")
    content = [] if "claim.json" in files else check_content(lines)  # a stretch may begin after the approval
    for sentence in [*content, *check_attachments(files, lines, papers)]:
        print(f"5. {sentence}")
    if terms := check_terms(files, lines):
        print(f"5. Every file of terms ({terms}) is one that a line in the bundle names by its digest.")
    for sentence in check_claim(files, lines, claimed, key, size, streams, heads):
        print(f"6. {sentence}")
    opened, gone, withheld = check_texts(files, lines)
    if opened:
        are = "is the one that its line commits" if opened == 1 else "are those that their lines commit"
        print(f"7. {counted(opened, 'text')} {are} to.")
    for sentence in [*gone, *withheld]:
        print(f"7. {sentence}")
    if stamp := check_timestamp(files, certificates):
        print(f"8. {stamp}")
    if not given:
        print(f"The key is the bundle's own: compare {written(key)}")
        print("with the one that the council has published, or give that with --key.")
    unchecked = withheld or (stamp and certificates is None)
    holds = "Everything that was checked holds" if unchecked else "Everything holds"
    print(f"{holds}." if given else f"{holds}, if that key is the council's.")


def main():
    asked = argparse.ArgumentParser(description="Checks a Minutebook bundle.")
    asked.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    asked.add_argument("--key", help="the log's verifier key, from somebody you trust")
    asked.add_argument("--witness", action="append", default=[], help="a witness's verifier key that must have signed")
    asked.add_argument("--attachment", action="append", default=[], type=Path, help="a paper shown as evidence")
    asked.add_argument("--timestamp-ca", type=Path, help="a timestamp authority's certificates, in PEM")
    given = asked.parse_args()
    try:
        key, witnesses = given.key and read_key(given.key, LOG), [read_key(each, WITNESS) for each in given.witness]
    except Broken as broken:
        print(broken)
        return 2
    if missing := [each for each in given.attachment if not each.is_file()]:
        print(f"There is no file {missing[0]}.")
        return 2
    if not given.bundle.exists():
        print(f"There is no {given.bundle}.")
        return 2
    try:
        check(given.bundle, key, witnesses, given.attachment, given.timestamp_ca)
    except NotChecked as unchecked:
        print(f"NOT CHECKED: {unchecked}")
        return 2
    except Broken as broken:
        print(f"DOES NOT HOLD: {broken}")
        return 3
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        print(f"DOES NOT HOLD: a file of the bundle is not in its form ({type(error).__name__}: {error}).")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
