"""What a host has to do for the site: headers, redirects, pages for what is not there.

All of it is described once, in one frozen value (``description``). From that are written the files that hosts of static
sites read in the site itself (``_headers``, ``_redirects``, ``.well-known/security.txt``), and by ``inv hosting`` the
configurations of servers and the workflows of Git hosts: they cannot disagree.
"""
