# What matters of the records in conda-meta.

# gz_conda_records FILE ...: for each file a line "@<file name>", then "=<line>" for the
# top-level lines that matter of a record with a key per line, and "+<folder>" for what it says that it left
# in site-packages, "+R/<package>" in the library of R; "*" and what it asks of the machine: "*d <specification>" of what
# it depends on, "*c" of what it constrains; or ">" and the whole text of one that is written otherwise. "!truncated" when its end is
# missing, "!unreadable" when it could not be read, so that a file which goes away meanwhile loses only
# itself. Access tokens stay on the node.
#
# Most of a record is a list of files, which grep passes over many times as fast as awk. It prints the lines
# that may matter and whatever stands at the margin. Where these are not one { first, one } last and keys
# between, or where a name cannot be told from what follows it, awk reads that file itself.
gz_conda_records() {
	# Only GNU's looks for all patterns at once; others are slower at it than awk alone.
	[ "$gz_conda_grep" != '?' ] || case $(grep --version 2>/dev/null) in *GNU*) gz_conda_grep=1 ;; *) gz_conda_grep='' ;; esac
	if [ -n "$gz_conda_grep" ]; then
		grep -aHE "$GZ_CONDA_LINES" -- "$@" 2>/dev/null
	fi | awk "$GZ_CONDA_AWK" "$@" 2>/dev/null || printf '@?\n!unreadable\n'
}

GZ_CONDA_LINES='^[^ 	]|^[ 	]{1,4}"(name|version|build|build_string|subdir|channel|url|sha256|md5|fn|schannel|depends|constrains)"[ 	]*:|^[ 	]+"__[a-z]|^[ 	]{1,4}\]|/site-packages/[^/"]+\.(dist-info|egg-info|egg)[/"]|/R/library/[^/"]+/DESCRIPTION"'

GZ_CONDA_AWK=$GZ_CONDA_CLEAN'
function head(file) {
	sub(/.*\//, "", file)
	gsub(/\n/, "?", file)
	print "@" file
}
function matters(line) {
	return line ~ /^[ \t]+"(name|version|build|build_string|subdir|channel|url|sha256|md5|fn|schannel)"[ \t]*:/
}
# The list of specifications that a key begins; '' for every other.
function listed(line) {
	return line ~ /^[ \t]+"depends"[ \t]*:/ ? "d" : line ~ /^[ \t]+"constrains"[ \t]*:/ ? "c" : ""
}
# Prints the virtual packages in a line of such a list (conda, "Managing virtual packages").
function asks(line, list) {
	while (match(line, /"__(glibc|musl|cuda|cuda_arch|archspec|linux|unix|osx|win)[ <>=!][^"]*"|"__(glibc|musl|cuda|cuda_arch|archspec|linux|unix|osx|win)"/)) {
		print "*" list " " clean(substr(line, RSTART + 1, RLENGTH - 2))
		line = substr(line, RSTART + RLENGTH)
	}
}
# Sets found to the folder in site-packages that a line names, or to R/ and the package in the library of R.
function names(line) {
	if (index(line, "/R/library/") && match(line, /\/R\/library\/[^\/"]+\/DESCRIPTION"/)) {
		found = "R/" substr(line, RSTART + 11, RLENGTH - 24)
		return 1
	}
	# Most lines are deep inside a list of files, and a regular expression costs most.
	if (!(index(line, "-info/") || index(line, ".egg"))) return 0
	if (!match(line, /\/site-packages\/[^\/"]+\.(dist-info|egg-info|egg)[\/"]/)) return 0
	found = substr(line, RSTART + 15, RLENGTH - 16)
	return 1
}
function whole_file(file,    line, state, count, whole, width, size, indent, last, left, list) {
	head(file)
	print "*"
	while ((state = (getline line < file)) > 0) {
		if ((size += length(line) + 1) > 67108864) { last = ""; break }
		if (++count == 1) whole = line !~ /^\{[ \t\r]*$/
		if (line != "") last = line
		if (whole) { print ">" clean(line); continue }
		if (!width && count > 1 && match(line, /^[ \t]+"/)) {
			indent = substr(line, 1, RLENGTH)
			width = RLENGTH
		}
		if (width && substr(line, 1, width) == indent) {
			list = listed(line)
			if (matters(line)) print "=" clean(line)
			else if (list != "") asks(line, list)
		} else if (list != "" && index(line, "\"__")) asks(line, list)
		else if (names(line)) {
			if (found != left) print "+" found
			left = found
		}
	}
	close(file)
	if (state < 0) print "!unreadable"
	# The last brace of a record with a key per line stands at the margin, as its first does.
	else if (whole ? last !~ /\}[ \t\r]*$/ : last !~ /^\}[ \t\r]*$/) print "!truncated"
}
# What grep printed of a file, when it is all there; else the file.
function finish(file,    i, left, list) {
	if (margin != 2 || !ended || !keys) whole_file(file)
	else {
		head(file)
		print "*"
		list = ""
		for (i = 1; i <= kept; i++) {
			if (line_of[i] ~ /^[ \t]+\]/) {
				list = ""
				continue
			}
			if (match(line_of[i], /^[ \t]+"/) && RLENGTH == width) {
				list = listed(line_of[i])
				if (list != "") asks(line_of[i], list)
			}
			if (RLENGTH == width && matters(line_of[i])) print "=" clean(line_of[i])
			else if (RLENGTH > width && list != "" && index(line_of[i], "\"__")) asks(line_of[i], list)
			else if (names(line_of[i])) {
				if (found != left) print "+" found
				left = found
			}
		}
	}
	kept = margin = ended = keys = width = 0
}
BEGIN {
	for (files = 1; files < ARGC; files++) file_of[files] = ARGV[files]
	ARGC = 1
	at = 1
}
{
	while (at < files && index($0, file_of[at] ":") != 1) finish(file_of[at++])
	if (at == files) exit
	line = substr($0, length(file_of[at]) + 2)
	if (line !~ /^[ \t]/) {
		margin++
		if (margin == 1 && line !~ /^\{[ \t\r]*$/) margin = 9
		ended = line ~ /^\}[ \t\r]*$/
		next
	}
	line_of[++kept] = line
	ended = 0
	if (matters(line)) {
		match(line, /^[ \t]+"/)
		if (!keys++ || RLENGTH < width) width = RLENGTH
	}
}
END { while (at < files) finish(file_of[at++]) }
'
