"""Pictures and attachments: what is known of a file, the sizes of pictures, their metadata and encoding."""
